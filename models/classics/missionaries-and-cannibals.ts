import { blocked, id, int, oneOf, set, struct, system } from '../../src/index.js'

/** A boat for two takes missionaries and cannibals over a river; on neither bank may the cannibals be in the majority. */
export const missionariesAndCannibals = system('missionaries-and-cannibals', {
  summary: 'crossing a river without anybody being eaten',
  source: 'Amarel 1968; TLA+ Examples, MissionariesAndCannibals',
  parameters: { ofEach: int(1, 3, { default: 3 }) },
  state: ({ ofEach }) =>
    struct({
      boat: oneOf('east', 'west'),
      // The missionaries come first, then the cannibals.
      east: set(id('person', 2 * ofEach)),
    }),
  initial: (s) => s.east.fill(),
  behaviour: ({ ofEach, action, precaution }) => {
    const careful = precaution('keep both banks safe')
    const everybody = Array.from({ length: 2 * ofEach }, (_, p) => p)
    return [
      action('cross', {
        do: (s, _, pick) => {
          const crew = pick.subset(everybody.filter((p) => s.east.has(p) === (s.boat === 'east')))
          if (crew.length === 0 || crew.length > 2) return blocked
          for (const p of crew) {
            if (s.boat === 'east') s.east.delete(p)
            else s.east.add(p)
          }
          s.boat = s.boat === 'east' ? 'west' : 'east'
          if (careful && !isSafe(s.east, ofEach)) return blocked
        },
      }),
    ]
  },
  properties: ({ ofEach, always, reachable }) => ({
    'nobody is eaten': always((s) => isSafe(s.east, ofEach)),
    'everybody gets across': reachable((s) => s.east.isEmpty),
  }),
})

/** On each bank there are no missionaries, or no fewer than cannibals. */
function isSafe(east: { count(holds: (person: number) => boolean): number }, ofEach: number): boolean {
  const missionaries = east.count((p) => p < ofEach)
  const cannibals = east.count((p) => p >= ofEach)
  // Whatever the east bank has too many of, the west bank has too few of: the two conditions are one.
  return missionaries === 0 || missionaries === ofEach || missionaries === cannibals
}
