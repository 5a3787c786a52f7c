import { array, blocked, id, int, queue, set, struct, system } from '../../src/index.js'

/**
 * An allocator that does not let clients wait for each other in a circle: it puts them in an order, and gives nobody
 * what a client before them still waits for.
 */
export const schedulingAllocator = system('scheduling-allocator', {
  summary: 'resources are given to clients in the order of a schedule, so that all are served',
  source: 'Merz, The Specification Language TLA+; TLA+ Examples, allocator/SchedulingAllocator',
  parameters: { clients: int(1, 4, { default: 3 }), resources: int(1, 4, { default: 2 }) },
  state: ({ clients, resources }) => {
    const some = set(id('resource', resources))
    return struct({
      client: array(clients, struct({ wants: some, holds: some })),
      schedule: queue(id('client', clients), clients),
    })
  },
  behaviour: ({ clients, resources, action, precaution }) => {
    const c = id('client', clients)
    const all = Array.from({ length: resources }, (_, r) => r)
    const inOrder = precaution('nobody gets what an earlier one waits for')
    return [
      action(
        'request',
        { c },
        {
          when: (s, { c }) => s.client.get(c).wants.isEmpty && s.client.get(c).holds.isEmpty,
          do: (s, { c }, pick) => {
            const some = pick.subset(all)
            if (some.length === 0) return blocked
            s.client.get(c).wants.assign(some)
          },
        },
      ),
      action('schedule', {
        do: (s, _, pick) => {
          let unscheduled = Array.from({ length: clients }, (_, c) => c).filter(
            (c) => !s.client.get(c).wants.isEmpty && !s.schedule.some((d) => d === c),
          )
          if (unscheduled.length === 0) return blocked
          while (unscheduled.length > 0) {
            const next = pick(unscheduled)
            s.schedule.push(next)
            unscheduled = unscheduled.filter((c) => c !== next)
          }
        },
      }),
      action(
        'allocate',
        { c },
        {
          when: (s, { c }) => s.schedule.some((d) => d === c),
          do: (s, { c }, pick) => {
            const me = s.client.get(c)
            const place = [...s.schedule].indexOf(c)
            const free = (r: number) => !s.client.some((other) => other.holds.has(r))
            const wantedEarlier = (r: number) => s.schedule.some((d, i) => i < place && s.client.get(d).wants.has(r))
            const some = pick.subset([...me.wants].filter((r) => free(r) && !(inOrder && wantedEarlier(r))))
            if (some.length === 0) return blocked
            for (const r of some) {
              me.wants.delete(r)
              me.holds.add(r)
            }
            if (me.wants.isEmpty) s.schedule.remove(place)
          },
        },
      ),
      action(
        'return',
        { c },
        {
          when: (s, { c }) => !s.client.get(c).holds.isEmpty,
          do: (s, { c }, pick) => {
            const me = s.client.get(c)
            const some = pick.subset([...me.holds])
            if (some.length === 0) return blocked
            for (const r of some) me.holds.delete(r)
          },
        },
      ),
    ]
  },
  fairness: ({ weak }) => [
    weak('return', {
      only: (before, after, { c }) => before.client.get(c).wants.isEmpty && after.client.get(c).holds.isEmpty,
    }),
    weak('allocate'),
    weak('schedule'),
  ],
  properties: ({ clients, resources, always, leadsTo, alwaysEventually }) => ({
    'who has everything gives it back': leadsTo.each(
      'client',
      (_, me) => me.wants.isEmpty,
      (_, me) => me.holds.isEmpty,
    ),
    'who wants something gets it': leadsTo.each(
      Array.from({ length: clients * resources }, (_, i) => ({ c: Math.floor(i / resources), r: i % resources })),
      (s, { c, r }) => s.client.get(c).wants.has(r),
      (s, { c, r }) => s.client.get(c).holds.has(r),
    ),
    'nobody wants for ever': alwaysEventually.each('client', (_, me) => me.wants.isEmpty),
    'nothing is held twice': always((s) => {
      for (let r = 0; r < resources; r++) if (s.client.count((c) => c.holds.has(r)) > 1) return false
      return true
    }),
    'whoever is scheduled waits for something': always((s) => s.schedule.every((c) => !s.client.get(c).wants.isEmpty)),
    'nobody holds what an earlier one waits for': always((s) =>
      s.schedule.every((later, i) =>
        s.schedule.every(
          (earlier, j) => j >= i || ![...s.client.get(later).holds].some((r) => s.client.get(earlier).wants.has(r)),
        ),
      ),
    ),
  }),
})
