import { int, struct, system } from '../../src/index.js'

/** How do you measure four gallons with a jug of three and a jug of five? The shortest answer is a shortest run. */
export const dieHard = system('die-hard', {
  summary: 'four gallons out of a jug of three and a jug of five',
  source: 'Die Hard 3 (1995); TLA+ Examples, DieHard',
  state: () => struct({ small: int(0, 3), big: int(0, 5) }),
  behaviour: ({ action }) => [
    action('fill the small jug', {
      do: (s) => {
        s.small = 3
      },
    }),
    action('fill the big jug', {
      do: (s) => {
        s.big = 5
      },
    }),
    action('empty the small jug', {
      do: (s) => {
        s.small = 0
      },
    }),
    action('empty the big jug', {
      do: (s) => {
        s.big = 0
      },
    }),
    action('pour small into big', {
      do: (s) => {
        const poured = Math.min(s.small, 5 - s.big)
        s.small -= poured
        s.big += poured
      },
    }),
    action('pour big into small', {
      do: (s) => {
        const poured = Math.min(s.big, 3 - s.small)
        s.big -= poured
        s.small += poured
      },
    }),
  ],
  properties: ({ reachable }) => ({
    'four gallons can be measured': reachable((s) => s.big === 4),
  }),
})
