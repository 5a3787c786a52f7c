import { array, bool, id, int, option, struct, system } from '../src/index.js'

/**
 * What every locking of a super page and of the sub-pages mapped out of it has to be: a process works on one sub-page, or on
 * the super page, which is all of them; nobody works on what another works on. What is mapped changes by the hand of who works on
 * it, at the end at the latest.
 */
export const superPage = system('super-page', {
  summary: 'abstract exclusion of operations on a super page and on single sub-pages of it',
  source: 'Uhlig 2005, 5.4.3',
  parameters: { processes: int(1, 4, { default: 2 }), pages: int(1, 4, { default: 2 }) },
  state: ({ processes, pages }) =>
    struct({
      /** On which sub-page each works; a number beyond the last stands for the super page. */
      process: array(processes, option(int(0, pages))),
      mapped: array(pages, bool),
    }),
  initial: (s, { pages, pick }) => {
    for (let page = 0; page < pages; page++) s.mapped.set(page, pick.bool())
  },
  behaviour: ({ processes, pages, action }) => {
    const p = id('process', processes)
    const meet = (a: number | null, b: number) => a !== null && (a === b || a === pages || b === pages)
    return [
      action(
        'begin',
        { p, on: int(0, pages) },
        {
          when: (s, { p, on }) => s.process.get(p) === null && !s.process.some((other) => meet(other, on)),
          do: (s, { p, on }) => s.process.set(p, on),
        },
      ),
      action(
        'change',
        { p, page: int(0, pages - 1), ends: bool },
        {
          when: (s, { p, page }) => meet(s.process.get(p), page),
          do: (s, { p, page, ends }) => {
            s.mapped.set(page, !s.mapped.get(page))
            if (ends) s.process.set(p, null)
          },
        },
      ),
      action(
        'end',
        { p },
        {
          when: (s, { p }) => s.process.get(p) !== null,
          do: (s, { p }) => s.process.set(p, null),
        },
      ),
    ]
  },
  properties: ({ pages, always, reachable }) => ({
    'nobody works on what another works on': always((s) =>
      s.process.every(
        (on) =>
          on === null ||
          s.process.count((other) => other === on || (other !== null && (on === pages || other === pages))) === 1,
      ),
    ),
    'sub-pages are worked on at the same time': reachable(
      (s) => s.process.count((on) => on !== null) === Math.min(s.process.length, pages),
    ),
    'somebody works on the super page': reachable((s) => s.process.some((on) => on === pages)),
  }),
})
