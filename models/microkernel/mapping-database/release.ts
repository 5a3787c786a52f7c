import type { Precaution } from '../../../src/index.js'
import type { Scenario } from './scenario.js'
import { awaitQuiescence, type Database, putBack } from './state.js'

/**
 * How nodes that were taken out come back into the pool. When every processor has been quiescent since, the reference in the
 * page table is cleared, unless it has been overwritten. Then the text puts the node back into the pool; `again` waits
 * for every processor to be quiescent once more, since until then the reference could be read.
 *
 * The token ring of `token-ring` is one way to know that all have been quiescent; here it is known as early as it can be.
 * The list is worked off by whichever processor it belongs to, which holds no reference then: so these are actions.
 */
export function releasing(
  scenario: Scenario,
  { precaution, again }: { readonly precaution: Precaution; readonly again: boolean },
) {
  const { nodes } = scenario
  const waits = precaution('wait for the epoch before clearing the reference')
  const exchanges = precaution('clear the reference by compare-exchange')
  const splitsLast = precaution('free a split node only after the nodes that refer to it')
  const isReferredTo = (s: Database, split: number) =>
    s.member.some((m, ref) => ref < nodes && m.life !== 'free' && m.split === split)

  return {
    isClearable(s: Database, ref: number): boolean {
      const { life, notQuiescent } = s.member.get(ref)
      return ref < nodes && life === 'waiting' && (!waits || notQuiescent.isEmpty)
    },
    clear(s: Database, ref: number): void {
      const node = s.member.get(ref)
      const entry = s.entry.get(node.entry)
      if (!exchanges || entry.node === ref) entry.node = null
      node.life = 'cleared'
      node.notQuiescent.clear()
      if (again) awaitQuiescence(s, ref)
    },
    isFreeable(s: Database, ref: number): boolean {
      const { life, notQuiescent } = s.member.get(ref)
      if (!notQuiescent.isEmpty) return false
      if (ref < nodes) return life === 'cleared'
      return life === 'waiting' && !(splitsLast && isReferredTo(s, ref - nodes))
    },
    free(s: Database, ref: number): void {
      putBack(s, scenario, ref)
    },
  }
}
