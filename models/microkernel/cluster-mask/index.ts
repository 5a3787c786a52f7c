import { theory, wordVariable } from '../../../src/prove/index.js'
import { layoutFor } from './layout.js'
import { merge } from './merge.js'
import { mergeLemmas } from './merge-lemmas.js'
import { orderOfMergingLemmas } from './order-of-merging-lemmas.js'
import { processorCount, selects } from './selection.js'
import { selectionLemmas } from './selection-lemmas.js'
import { setLemmas } from './set-lemmas.js'
import { intersection, isSubset } from './sets.js'

export { type ClusterMasks, clusterMasks } from './masks.js'

/** What is claimed of cluster masks, and what is found. */
export const clusterMask = theory('cluster-mask', {
  summary: 'a set of processors in one machine word: bitmap, order and offset',
  source: 'Uhlig 2005, 4.2',
  small: 9,
  widths: [32, 64],
  lemmas: (width) => {
    const layout = layoutFor(width)
    return { ...selectionLemmas(layout), ...mergeLemmas(layout), ...setLemmas(layout), ...orderOfMergingLemmas(layout) }
  },
  // The number of processors is a variable: what it costs does not depend on it.
  operations: (width) => {
    const machine = { layout: layoutFor(width), k: wordVariable('k', width) }
    const [left, right] = [wordVariable('left', width), wordVariable('right', width)]
    return {
      test: selects(machine, left, right),
      count: processorCount(machine, left),
      merge: merge(machine, left, right),
      intersection: intersection(machine, left, right),
      subset: isSubset(machine, left, right),
    }
  },
})
