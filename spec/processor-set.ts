import { array, id, int, option, set, struct, system } from '../src/index.js'

/**
 * What every record of processors has to be, however much more it says than it knows: whoever has joined is in it, and
 * whoever reads it is told of all that have joined by then, and perhaps of others.
 */
export const processorSet = system('processor-set', {
  summary: 'abstract set of processors that grows; who reads it may be told of more',
  source: 'Uhlig 2005, 4.2.2 and 5.4.4',
  parameters: { cpus: int(1, 4, { default: 2 }) },
  state: ({ cpus }) => {
    const members = set(id('cpu', cpus))
    return struct({
      members,
      /** What each has been told, until it has no use for it any more. */
      told: array(cpus, option(members)),
    })
  },
  behaviour: ({ cpus, action }) => {
    const cpu = id('cpu', cpus)
    return [
      action(
        'join',
        { cpu },
        {
          when: (s, { cpu }) => !s.members.has(cpu),
          do: (s, { cpu }) => s.members.add(cpu),
        },
      ),
      action(
        'read',
        { cpu },
        {
          when: (s, { cpu }) => s.told.get(cpu) === null,
          do: (s, { cpu }, pick) => {
            const all = Array.from({ length: cpus }, (_, other) => other)
            const others = pick.subset(all.filter((other) => !s.members.has(other)))
            s.told.set(cpu, [...s.members, ...others])
          },
        },
      ),
      action(
        'forget',
        { cpu },
        {
          when: (s, { cpu }) => s.told.get(cpu) !== null,
          do: (s, { cpu }) => s.told.set(cpu, null),
        },
      ),
    ]
  },
  properties: ({ step, reachable }) => ({
    'who reads is told of all members': step((before, after) =>
      after.told.every(
        (now, cpu) =>
          now === null || before.told.get(cpu) !== null || before.members.every((member) => now.has(member)),
      ),
    ),
    'who reads may be told of others': reachable((s) => s.told.some((t) => t !== null && t.size > s.members.size)),
  }),
})
