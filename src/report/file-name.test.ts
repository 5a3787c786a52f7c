import { describe, expect, it } from 'vitest'
import { fileName } from './file-name.js'

describe('the name of a counterexample’s file', () => {
  const named = (without: readonly string[]) =>
    fileName({ model: 'lock', parameters: {}, without }, { declared: {} }, 'mutual exclusion')

  it('says what was checked', () => {
    expect(named(['wait for the token'])).toBe('lock.without-wait-for-the-token.mutual-exclusion.json')
  })

  it('is no longer than file systems allow, and still another for another check', () => {
    const many = (last: string) => [
      ...Array.from({ length: 6 }, (_, i) => `precaution ${i} ${'long '.repeat(10)}`),
      last,
    ]
    expect(named(many('x')).length).toBeLessThanOrEqual(255)
    expect(named(many('x'))).not.toBe(named(many('z')))
  })
})
