import { describe, expect, it } from 'vitest'
import { askSpin, canAskSpin } from '../spin.js'

/** The findings about map nodes, asked of Spin: texts of their own, which share nothing with the models. */
describe.runIf(canAskSpin)('Spin', () => {
  it.each([
    ['mapping-node-release.pml', [], 'assertion violated'],
    ['mapping-node-release.pml', ['AGAIN'], 'no errors'],
    ['mapping-over-mapping.pml', [], 'assertion violated'],
    ['mapping-over-mapping.pml', ['WAITS'], 'no errors'],
    ['mapping-grant.pml', [], 'assertion violated'],
    ['mapping-grant.pml', ['PLACE'], 'no errors'],
    ['mapping-independent.pml', [], 'assertion violated'],
    ['mapping-independent.pml', ['HOLDS'], 'no errors'],
    ['mapping-overwritten.pml', [], 'assertion violated'],
    ['mapping-overwritten.pml', ['AGAIN'], 'no errors'],
    ['mapping-overwritten.pml', ['WAITS'], 'no errors'],
    ['mapping-walk.pml', [], 'assertion violated'],
    ['mapping-walk.pml', ['TO_END'], 'assertion violated'],
    ['mapping-walk.pml', ['FIRST'], 'no errors'],
    ['mapping-walk.pml', ['TWO'], 'assertion violated'],
    ['mapping-walk.pml', ['TWO', 'TO_END'], 'no errors'],
    ['mapping-walk.pml', ['TWO', 'FIRST'], 'no errors'],
    ['mapping-stale.pml', [], 'assertion violated'],
    ['mapping-stale.pml', ['SAME'], 'no errors'],
    ['mapping-stale.pml', ['SAME', 'BLIND'], 'assertion violated'],
    ['mapping-stale.pml', ['WAITS'], 'no errors'],
    ['mapping-nested.pml', ['TWO'], 'assertion violated'],
    ['mapping-nested.pml', ['TWO', 'EACH'], 'no errors'],
    ['mapping-nested.pml', ['EACH'], 'assertion violated'],
    ['mapping-nested.pml', ['EACH', 'WITHIN'], 'assertion violated'],
    ['mapping-nested.pml', ['EACH', 'WITHIN', 'FOUND'], 'no errors'],
    ['mapping-nested.pml', ['EACH', 'WITHIN', 'FOUND', 'BLIND'], 'assertion violated'],
  ] as const)(
    'says of %s with %o: %s',
    (text, defines, verdict) => {
      expect(askSpin(text, defines, ['-E'])).toBe(verdict)
    },
    60_000,
  )
})
