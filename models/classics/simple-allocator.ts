import { array, blocked, id, int, set, struct, system } from '../../src/index.js'

/** Clients ask for sets of resources and get them bit by bit; the allocator gives out nothing twice. */
export const simpleAllocator = system('simple-allocator', {
  summary: 'resources are given to clients, each to one at a time',
  source: 'Merz, The Specification Language TLA+; TLA+ Examples, allocator/SimpleAllocator',
  parameters: { clients: int(1, 4, { default: 3 }), resources: int(1, 4, { default: 2 }) },
  state: ({ clients, resources }) => {
    const some = set(id('resource', resources))
    return struct({ client: array(clients, struct({ wants: some, holds: some })) })
  },
  behaviour: ({ clients, resources, action, precaution }) => {
    const c = id('client', clients)
    const all = Array.from({ length: resources }, (_, r) => r)
    const onlyFree = precaution('give out only what is free')
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
      action(
        'allocate',
        { c },
        {
          when: (s, { c }) => !s.client.get(c).wants.isEmpty,
          do: (s, { c }, pick) => {
            const me = s.client.get(c)
            const free = (r: number) => !s.client.some((other) => other.holds.has(r))
            const some = pick.subset([...me.wants].filter((r) => free(r) || !onlyFree))
            if (some.length === 0) return blocked
            for (const r of some) {
              me.wants.delete(r)
              me.holds.add(r)
            }
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
  // Who can give everything back does so, and who could be given something again and again is given something.
  fairness: ({ weak, strong }) => [
    weak('return', { only: (_, after, { c }) => after.client.get(c).holds.isEmpty }),
    strong('allocate'),
  ],
  properties: ({ clients, resources, always, reachable, leadsTo, alwaysEventually }) => ({
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
    'somebody gets everything': reachable((s) => s.client.some((c) => c.holds.isFull)),
  }),
})
