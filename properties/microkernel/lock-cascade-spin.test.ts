import { describe, expect, it } from 'vitest'
import { askSpin, canAskSpin } from './spin.js'

/** The findings about the lock cascade, over a super page too, asked of Spin: texts of their own, which share nothing with the models. */
describe.runIf(canAskSpin)('Spin', () => {
  const assertionsOnly = ['-E']
  const standstillsOnly = ['-A']
  it.each([
    ['lock-cascade.pml', ['RELEASE=0'], [], 'assertion violated'],
    ['lock-cascade.pml', ['RELEASE=1'], [], 'no errors'],
    ['lock-cascade.pml', ['RELEASE=1', 'N=3'], [], 'no errors'],
    ['lock-cascade.pml', ['RELEASE=2'], standstillsOnly, 'invalid end state'],
    ['lock-cascade.pml', ['RELEASE=1', 'START=1'], [], 'no errors'],
    ['lock-cascade.pml', ['RELEASE=1', 'START=1', 'N=3', 'ENTRIES=1'], assertionsOnly, 'assertion violated'],
    ['lock-cascade.pml', ['RELEASE=1', 'ATONCE'], [], 'no errors'],
    ['lock-cascade.pml', ['RELEASE=1', 'ATONCE', 'N=3'], [], 'no errors'],
    ['lock-cascade.pml', ['RELEASE=1', 'ATONCE', 'EARLY'], [], 'assertion violated'],
    ['lock-cascade.pml', ['RELEASE=1', 'COARSEATONCE'], assertionsOnly, 'assertion violated'],
    ['lock-cascade.pml', ['RELEASE=1', 'EARLY'], [], 'no errors'],
    ['lock-cascade-cas.pml', ['RELEASE=0'], [], 'assertion violated'],
    ['lock-cascade-cas.pml', ['RELEASE=1'], [], 'no errors'],
    ['lock-cascade-cas.pml', ['RELEASE=1', 'N=3'], [], 'no errors'],
    ['lock-cascade-cas.pml', ['RELEASE=2'], standstillsOnly, 'invalid end state'],
    ['lock-cascade-cas.pml', ['RELEASE=1', 'EARLY'], [], 'assertion violated'],
    ['lock-cascade-cas.pml', ['RELEASE=1', 'EARLY', 'CMPXCHG'], [], 'no errors'],
    ['lock-cascade-cas.pml', ['RELEASE=0', 'EARLY', 'CMPXCHG'], [], 'assertion violated'],
    ['lock-cascade-buffers.pml', ['N=3'], assertionsOnly, 'assertion violated'],
    ['lock-cascade-buffers.pml', ['N=2', 'ENTRIES=2'], [], 'no errors'],
    ['lock-cascade-buffers.pml', ['N=3', 'FENCE'], [], 'no errors'],
    ['lock-cascade-buffers.pml', ['N=3', 'FENCE', 'ATONCE'], [], 'no errors'],
    ['lock-cascade-buffers.pml', ['FENCE', 'ATONCE', 'EARLY'], assertionsOnly, 'assertion violated'],
    ['super-page-freed.pml', [], [], 'assertion violated'],
    ['super-page-freed.pml', ['BARRIER'], [], 'no errors'],
    ['super-page-freed.pml', ['TSO'], [], 'no errors'],
  ] as const)('says of %s with %o %o: %s', (text, defines, flags, verdict) => {
    expect(askSpin(text, defines, flags)).toBe(verdict)
  })
})
