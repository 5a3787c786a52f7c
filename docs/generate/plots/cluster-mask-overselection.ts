import { type ClusterMasks, clusterMasks } from '../../../models/microkernel/cluster-mask/masks.js'
import { Random } from '../../../src/search/sampled/random.js'
import type { Plot } from './svg.js'

const PROCESSORS = 1024
const SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256]
const SETS = 200

/** How many processors a mask selects that a set of them is put into one by one, on average over random sets. */
export function overselection(): Plot {
  return {
    title: `Processors selected, of ${PROCESSORS}`,
    across: 'processors in the set',
    up: 'processors selected',
    lines: [
      { name: 'in the set', dashed: true, points: SIZES.map((size) => [size, size]) },
      lineFor('neighbours, 32 bits', clusterMasks(32, PROCESSORS), neighbours),
      lineFor('neighbours, 64 bits', clusterMasks(64, PROCESSORS), neighbours),
      lineFor('scattered, 32 bits', clusterMasks(32, PROCESSORS), scattered),
      lineFor('scattered, 64 bits', clusterMasks(64, PROCESSORS), scattered),
    ],
  }
}

type Draw = (size: number, random: Random) => readonly number[]

function lineFor<W extends number | bigint>(name: string, masks: ClusterMasks<W>, draw: Draw) {
  const random = new Random(1)
  const average = (size: number) => {
    let sum = 0
    for (let i = 0; i < SETS; i++) sum += masks.count(draw(size, random).reduce(masks.withProcessor, masks.empty))
    return sum / SETS
  }
  return { name, dashed: false, points: SIZES.map((size) => [size, average(size)] as const) }
}

/** Processors with neighbouring ids, from anywhere on. */
function neighbours(size: number, random: Random): readonly number[] {
  const first = random.below(PROCESSORS)
  return Array.from({ length: size }, (_, i) => (first + i) % PROCESSORS)
}

/** So many different processors anywhere. */
function scattered(size: number, random: Random): readonly number[] {
  const set = new Set<number>()
  while (set.size < size) set.add(random.below(PROCESSORS))
  return [...set]
}
