import { array, component, id, int, struct, system } from '../../src/index.js'

/** Two sets of jugs beside each other, one with a jug more: how soon can there be four gallons in both? */
export const dieHardest = system('die-hardest', {
  summary: 'four gallons out of two sets of jugs, each with a step at a time',
  source: 'TLA+ Examples, DieHard/DieHardest',
  components: () => ({ two: jugs([5, 3]), three: jugs([5, 3, 3]) }),
  state: () => struct({}),
  behaviour: () => [],
  properties: ({ reachable }) => ({
    'both have four gallons': reachable(
      (s) => s.two.jug.some((gallons) => gallons === 4) && s.three.jug.some((gallons) => gallons === 4),
    ),
  }),
})

/** Jugs that can be filled, emptied, and poured from one into the other. */
function jugs(capacities: readonly number[]) {
  const jug = id('jug', capacities.length)
  const capacity = (jug: number) => capacities[jug] ?? 0
  return component({
    state: struct({ jug: array(capacities.length, int(0, Math.max(...capacities))) }),
    behaviour: ({ action }) => [
      action('fill', { jug }, { do: (s, { jug }) => s.jug.set(jug, capacity(jug)) }),
      action('empty', { jug }, { do: (s, { jug }) => s.jug.set(jug, 0) }),
      action(
        'pour',
        { from: jug, to: jug },
        {
          when: (_, { from, to }) => from !== to,
          do: (s, { from, to }) => {
            const poured = Math.min(s.jug.get(from), capacity(to) - s.jug.get(to))
            s.jug.set(from, s.jug.get(from) - poured)
            s.jug.set(to, s.jug.get(to) + poured)
          },
        },
      ),
    ],
  })
}
