import { array, bool, int, struct, system } from '../../../src/index.js'
import { endless, older } from './epoch.js'

/**
 * A ring of rings: in a very large system, processors form sub-rings (Uhlig 2005, 5.2.2, which says no more than that).
 *
 * Here every sub-ring has a token of its own, and the leaders of the sub-rings, the first processor of each, pass another
 * one among themselves. A leader hands that one on only when the token of its own sub-ring has made a whole round since it
 * came; the first leader begins a new epoch each time. So a round among the leaders still means that every processor has
 * been quiescent since the round began, which is all that the users of epochs rely on.
 */
export const tokenSubRings = system('token-sub-rings', {
  summary: 'read-copy-update epochs over a ring of rings',
  source: 'Uhlig 2005, 5.2.2',
  parameters: { rings: int(2, 3, { default: 2 }), size: int(1, 3, { default: 2 }) },
  state: ({ rings, size }) =>
    struct({
      epoch: endless.number,
      leader: array(
        rings,
        struct({
          field: bool,
          /** The token of the sub-ring has come to the leader while the leaders' token was here. Local to the leader. */
          roundBegun: bool,
        }),
      ),
      cpu: array(
        rings * size,
        struct({
          field: bool,
          inKernel: bool,
          /** The epoch in which the processor entered the kernel: there to state the claim. */
          since: endless.number,
        }),
      ),
    }),
  initial: (s, { rings, size }) => {
    s.leader.get(0).field = true
    for (let ring = 0; ring < rings; ring++) s.cpu.get(ring * size).field = true
  },
  behaviour: ({ rings, size, program, precaution }) => {
    const wholeRound = precaution('keep the token of the leaders for a whole round of the sub-ring')
    const isLeader = (cpu: number) => cpu % size === 0
    const ringOf = (cpu: number) => Math.floor(cpu / size)
    const successor = (cpu: number) => ringOf(cpu) * size + ((cpu + 1) % size)
    return [
      program('cpu', {
        user: (s, me, pick) => {
          const next = pick(['read token field', 'in kernel'] as const)
          if (next === 'in kernel') {
            me.inKernel = true
            me.since = s.epoch
          }
          return next
        },
        'in kernel': (_, me) => {
          me.inKernel = false
          me.since = 0
          return 'user'
        },

        'read token field': (_, me) => {
          if (!me.field) return 'user'
          return isLeader(me.id) ? 'read leader field' : 'clear token field'
        },
        'read leader field': (s, me) => {
          const leader = s.leader.get(ringOf(me.id))
          if (!leader.field) return 'clear token field'
          if (leader.roundBegun || !wholeRound) return 'clear leader field'
          leader.roundBegun = true
          return 'clear token field'
        },
        'clear leader field': (s, me) => {
          const leader = s.leader.get(ringOf(me.id))
          leader.field = false
          leader.roundBegun = false
          return me.id === 0 ? 'advance epoch' : 'write next leader field'
        },
        'advance epoch': (s) => {
          const epoch = endless.next(s.epoch)
          if (epoch === null) for (const cpu of s.cpu) cpu.since = older(cpu.since)
          else s.epoch = epoch
        },
        'write next leader field': (s, me) => {
          s.leader.get((ringOf(me.id) + 1) % rings).field = true
        },

        'clear token field': (_, me) => {
          me.field = false
        },
        'write successor field': (s, me) => {
          s.cpu.get(successor(me.id)).field = true
          return 'user'
        },
      }),
    ]
  },
  properties: ({ rings, size, always, reachable }) => ({
    'exactly one token in each sub-ring': always((s) => {
      for (let ring = 0; ring < rings; ring++) {
        let tokens = 0
        for (let cpu = ring * size; cpu < (ring + 1) * size; cpu++) {
          const { field, at } = s.cpu.get(cpu)
          if (field || at === 'write successor field') tokens++
        }
        if (tokens !== 1) return false
      }
      return true
    }),
    'exactly one token among the leaders': always((s) => {
      const inHand = s.cpu.count((c) => c.at === 'advance epoch' || c.at === 'write next leader field')
      return s.leader.count((l) => l.field) + inHand === 1
    }),
    'when the epoch has passed e + 1, everybody has been quiescent since epoch e': always((s) =>
      s.cpu.every((c) => !c.inKernel || !endless.isOver(c.since, s.epoch)),
    ),
    'an operation sees the epoch change': reachable((s) => s.cpu.some((c) => c.inKernel && c.since < s.epoch)),
    'the epoch goes on': reachable((s) => s.epoch === 2),
  }),
})
