import { expect, test, vi } from 'vitest'

test('a program checks a model', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  await import('./from-a-program.js')
  const lines = log.mock.calls.map(([line]) => line)
  log.mockRestore()
  expect(lines[0]).toMatch(/^violated; \d+ states were seen$/)
  expect(lines[1]).toBe('mutual exclusion (always): violated')
})
