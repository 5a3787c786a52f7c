import { array, id, int, set, struct, system } from '../src/index.js'

/**
 * What every kernel with strict page permissions has to be, however it keeps translations coherent (Uhlig 2005, 5.4.4): a
 * permission is granted or it is not; processors learn of it when they like, and remember it; and an operation that takes it
 * away returns only when no processor remembers it any more, unless it has been granted again meanwhile.
 *
 * Each processor carries out one operation at a time, which may take the permission from several pages.
 */
export const memoryPermission = system('memory-permission', {
  summary: 'abstract strict page permissions: taken away means that nobody can use it',
  source: 'Uhlig 2005, 5.4.4',
  parameters: { cpus: int(1, 4, { default: 2 }), pages: int(1, 4, { default: 2 }) },
  state: ({ cpus, pages }) => {
    const page = int(0, pages - 1)
    const cpu = id('cpu', cpus)
    return struct({
      granted: set(page),
      /** What each processor can use, whatever is granted by now. */
      usable: array(cpu, set(page)),
      /** What the operation of each promises that nobody can use when it has returned. */
      takes: array(cpu, set(page)),
    })
  },
  initial: (s) => s.granted.fill(),
  behaviour: ({ cpus, pages, action }) => {
    const cpu = id('cpu', cpus)
    const page = int(0, pages - 1)
    return [
      action(
        'grant',
        { page },
        {
          when: (s, { page }) => !s.granted.has(page),
          do: (s, { page }) => {
            s.granted.add(page)
            for (const takes of s.takes) takes.delete(page)
          },
        },
      ),
      action(
        'learn',
        { cpu, page },
        {
          when: (s, { cpu, page }) => s.granted.has(page) && !s.usable.get(cpu).has(page),
          do: (s, { cpu, page }) => s.usable.get(cpu).add(page),
        },
      ),
      action(
        'forget',
        { cpu },
        {
          when: (s, { cpu }) => !s.usable.get(cpu).isEmpty,
          do: (s, { cpu }, pick) => {
            for (const page of pick.subset(s.usable.get(cpu))) s.usable.get(cpu).delete(page)
          },
        },
      ),
      action(
        'take',
        { cpu, page },
        {
          do: (s, { cpu, page }) => {
            s.granted.delete(page)
            s.takes.get(cpu).add(page)
          },
        },
      ),
      action(
        'return',
        { cpu },
        {
          when: (s, { cpu }) => {
            const takes = s.takes.get(cpu)
            return !takes.isEmpty && takes.every((page) => !s.usable.some((usable) => usable.has(page)))
          },
          do: (s, { cpu }) => s.takes.get(cpu).clear(),
        },
      ),
    ]
  },
  properties: ({ always, step, reachable }) => ({
    'what an operation takes is not granted': always((s) =>
      s.takes.every((takes) => takes.every((page) => !s.granted.has(page))),
    ),
    'nobody learns what is not granted': step((before, after) =>
      after.usable.every((usable, cpu) =>
        usable.every((page) => before.granted.has(page) || before.usable.get(cpu).has(page)),
      ),
    ),
    'a permission outlives being taken away': reachable((s) =>
      s.usable.some((usable) => usable.some((page) => !s.granted.has(page))),
    ),
    'two operations take the same': reachable((s) => s.takes.every((takes) => takes.has(0))),
  }),
})
