import { describe, expect, it } from 'vitest'
import { askSpin, canAskSpin } from './spin.js'

/** The findings about TLB coherency, asked of Spin: texts of their own, which share nothing with the models. */
describe.runIf(canAskSpin)('Spin', () => {
  // Whoever has nothing more to do in these texts just stops.
  const flags = (text: string) => (/^tlb-(version|base|vectors)\.pml$/.test(text) ? ['-E'] : [])
  it.each([
    ['tlb-version.pml', [], 'no errors'],
    ['tlb-version.pml', ['COUNT_LAST'], 'assertion violated'],
    ['tlb-version.pml', ['COUNT_LAST', 'NEEDED=2'], 'no errors'],
    ['tlb-version.pml', ['RECORD_FIRST'], 'assertion violated'],
    ['tlb-version.pml', ['BUFFERED'], 'assertion violated'],
    ['tlb-version.pml', ['BUFFERED', 'FENCE'], 'no errors'],
    ['tlb-base.pml', [], 'no errors'],
    ['tlb-base.pml', ['AROUND'], 'no errors'],
    ['tlb-base.pml', ['PUBLISH_LAST'], 'assertion violated'],
    ['tlb-base.pml', ['TEST_FIRST'], 'assertion violated'],
    ['tlb-base.pml', ['SPARED'], 'assertion violated'],
    ['tlb-vectors.pml', [], 'no errors'],
    ['tlb-vectors.pml', ['ONLY=0'], 'assertion violated'],
    ['tlb-vectors.pml', ['ONLY=1'], 'assertion violated'],
    ['tlb-three-words.pml', [], 'no errors'],
    ['tlb-three-words.pml', ['NEW_MASK'], 'assertion violated'],
    ['tlb-three-words.pml', ['NOTHING'], 'assertion violated'],
    ['tlb-batch.pml', [], 'assertion violated'],
    ['tlb-batch.pml', ['POLLS'], 'no errors'],
    ['tlb-mask.pml', [], 'assertion violated'],
    ['tlb-mask.pml', ['ORDER=0'], 'no errors'],
    ['tlb-mask.pml', ['STAYS'], 'no errors'],
    ['tlb-interrupts.pml', ['STRICT', 'N=2', 'MOST=1'], 'no errors'],
    ['tlb-interrupts.pml', ['N=2', 'MOST=1'], 'assertion violated'],
    ['tlb-interrupts.pml', ['N=2', 'MOST=2'], 'no errors'],
    ['tlb-interrupts.pml', ['STRICT', 'MOST=2'], 'no errors'],
    ['tlb-interrupts.pml', ['MOST=5'], 'assertion violated'],
    ['tlb-interrupts.pml', ['MOST=6'], 'no errors'],
  ] as const)('says of %s with %o: %s', (text, defines, verdict) => {
    expect(askSpin(text, defines, flags(text))).toBe(verdict)
  })
})
