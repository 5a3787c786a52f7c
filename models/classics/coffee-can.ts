import { blocked, int, struct, system } from '../../src/index.js'

/**
 * Two beans are taken out of a can and one is put back: black for two of a kind, white for two that differ. The colour of
 * the last bean is settled from the start. With one bean left nothing changes any more, which is a step here as in the source.
 */
export const coffeeCan = system('coffee-can', {
  summary: 'what is the colour of the last bean?',
  source: 'Gries 1981, chapter 13; TLA+ Examples, CoffeeCan',
  parameters: { beans: int(1, 200, { default: 20 }) },
  state: ({ beans }) => struct({ black: int(0, beans), white: int(0, beans) }),
  initial: (s, { beans, pick }) => {
    s.black = pick.int(0, beans)
    s.white = pick.int(0, beans - s.black)
    if (s.black + s.white === 0) return blocked
  },
  behaviour: ({ action }) => [
    action('take two white', {
      when: (s) => s.white >= 2,
      do: (s) => {
        s.white -= 2
        s.black++
      },
    }),
    action('take two black', {
      when: (s) => s.black >= 2,
      do: (s) => {
        s.black--
      },
    }),
    action('take one of each', {
      when: (s) => s.black >= 1 && s.white >= 1,
      do: (s) => {
        s.black--
      },
    }),
    action('look at the last', { when: (s) => s.black + s.white === 1, do: () => {} }),
  ],
  fairness: ({ weak }) => [weak.anything()],
  properties: ({ always, step, eventually, leadsTo }) => ({
    'one bean is left in the end': eventually((s) => s.black + s.white === 1),
    'an even number of white beans leaves a black one': leadsTo(
      (s) => s.white % 2 === 0,
      (s) => s.black === 1 && s.white === 0,
    ),
    'an odd number of white beans leaves a white one': leadsTo(
      (s) => s.white % 2 === 1,
      (s) => s.black === 0 && s.white === 1,
    ),
    'beans become fewer': step(
      (before, after) => before.black + before.white === 1 || after.black + after.white < before.black + before.white,
    ),
    'white beans stay even or odd': step((before, after) => before.white % 2 === after.white % 2),
    'the can is never empty': always((s) => s.black + s.white > 0),
  }),
})
