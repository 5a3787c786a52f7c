import { clusterMasks } from '../../../models/microkernel/cluster-mask/masks.js'
import type { Plot } from './svg.js'

/** A set of 8 of 16 processors with the numbers of Figure 4.2 of Uhlig 2005, where it is drawn and not listed. */
const SET = [0, 1, 2, 3, 4, 5, 6, 8]

/** How many processors the mask of the set selects in larger and larger clusters. */
export function largerClusters(): Plot {
  const masks = clusterMasks(32, 16)
  const exact = SET.reduce(masks.withProcessor, masks.empty)
  const points = [0, 1, 2, 3].map((order) => [2 ** order, masks.count(masks.coarsened(exact, order))] as const)
  return {
    title: 'Processors selected, of 16',
    across: 'processors in a cluster',
    up: 'processors selected',
    lines: [
      { name: 'in the set', dashed: true, points: points.map(([size]) => [size, SET.length]) },
      { name: 'processors selected', dashed: false, points },
    ],
  }
}
