import { oneOf, set, struct, system } from '../../src/index.js'

const INGREDIENTS = ['matches', 'paper', 'tobacco'] as const

/** A dealer puts two of three ingredients on the table, and the smoker who has the third takes them and smokes. */
export const cigaretteSmokers = system('cigarette-smokers', {
  summary: 'three smokers with one ingredient each, and a dealer who offers the other two',
  source: 'Patil 1971; TLA+ Examples, CigaretteSmokers',
  state: () => struct({ table: set(oneOf(...INGREDIENTS)), smoking: set(oneOf(...INGREDIENTS)) }),
  initial: (s, { pick }) => s.table.assign(allBut(pick(INGREDIENTS))),
  behaviour: ({ action, precaution }) => {
    const needsAll = precaution('only who has the third ingredient smokes')
    return [
      action('start to smoke', {
        when: (s) => !s.table.isEmpty,
        do: (s) => {
          s.smoking.assign(INGREDIENTS.filter((own) => !(needsAll && s.table.has(own))))
          s.table.clear()
        },
      }),
      action('stop smoking', {
        when: (s) => s.table.isEmpty,
        do: (s, _, pick) => {
          s.smoking.clear()
          s.table.assign(allBut(pick(INGREDIENTS)))
        },
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'one smokes at most': always((s) => s.smoking.size <= 1),
    'somebody smokes': reachable((s) => s.smoking.size === 1),
  }),
})

function allBut(missing: (typeof INGREDIENTS)[number]) {
  return INGREDIENTS.filter((ingredient) => ingredient !== missing)
}
