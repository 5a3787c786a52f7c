import { array, id, int, oneOf, queue, set, struct, system } from '../../src/index.js'

/**
 * Lamport's distributed mutual exclusion: a process enters when its request is the oldest that it knows of and everybody
 * has acknowledged it. Channels are first-in-first-out; without that, the order of a request and a release is lost.
 */
export const lamportMutex = system('lamport-mutex', {
  summary: 'distributed mutual exclusion by logical clocks',
  source: 'Lamport 1978; TLA+ Examples, lamport_mutex',
  parameters: { processes: int(1, 4, { default: 3 }), maxClock: int(1, 9, { default: 6 }) },
  state: ({ processes, maxClock }) => {
    const process = id('process', processes)
    const clock = int(0, maxClock + 1)
    const message = struct({ kind: oneOf('req', 'ack', 'rel'), clock })
    return struct({
      process: array(
        processes,
        struct({
          clock: int(1, maxClock + 1),
          request: array(processes, clock),
          acknowledged: set(process),
          inbox: array(processes, queue(message, 3)),
        }),
      ),
      critical: set(process),
    })
  },
  behaviour: ({ processes, action }) => {
    const p = id('process', processes)
    const others = Array.from({ length: processes }, (_, i) => i)
    return [
      action(
        'request',
        { p },
        {
          when: (s, { p }) => s.process.get(p).request.get(p) === 0,
          do: (s, { p }) => {
            const me = s.process.get(p)
            me.request.set(p, me.clock)
            me.acknowledged.clear()
            me.acknowledged.add(p)
            for (const q of others) if (q !== p) s.process.get(q).inbox.get(p).push({ kind: 'req', clock: me.clock })
          },
        },
      ),
      action(
        'enter',
        { p },
        {
          when: (s, { p }) => {
            const me = s.process.get(p)
            const mine = me.request.get(p)
            return (
              me.acknowledged.isFull &&
              others.every((q) => {
                const other = me.request.get(q)
                return q === p || other === 0 || mine < other || (mine === other && p < q)
              })
            )
          },
          do: (s, { p }) => s.critical.add(p),
        },
      ),
      action(
        'exit',
        { p },
        {
          when: (s, { p }) => s.critical.has(p),
          do: (s, { p }) => {
            const me = s.process.get(p)
            s.critical.delete(p)
            for (const q of others) if (q !== p) s.process.get(q).inbox.get(p).push({ kind: 'rel', clock: 0 })
            me.request.set(p, 0)
            me.acknowledged.clear()
          },
        },
      ),
      action(
        'receive request',
        { p, from: p },
        {
          when: (s, { p, from }) => headIs(s.process.get(p).inbox.get(from), 'req'),
          do: (s, { p, from }) => {
            const me = s.process.get(p)
            const { clock } = me.inbox.get(from).head
            me.request.set(from, clock)
            me.clock = Math.max(me.clock, clock) + 1
            me.inbox.get(from).remove(0)
            s.process.get(from).inbox.get(p).push({ kind: 'ack', clock: 0 })
          },
        },
      ),
      action(
        'receive acknowledgement',
        { p, from: p },
        {
          when: (s, { p, from }) => headIs(s.process.get(p).inbox.get(from), 'ack'),
          do: (s, { p, from }) => {
            const me = s.process.get(p)
            me.acknowledged.add(from)
            me.inbox.get(from).remove(0)
          },
        },
      ),
      action(
        'receive release',
        { p, from: p },
        {
          when: (s, { p, from }) => headIs(s.process.get(p).inbox.get(from), 'rel'),
          do: (s, { p, from }) => {
            const me = s.process.get(p)
            me.request.set(from, 0)
            me.inbox.get(from).remove(0)
          },
        },
      ),
    ]
  },
  properties: ({ always }) => ({
    'mutual exclusion': always((s) => s.critical.size <= 1),
  }),
  constraint: (s, { maxClock }) => s.process.every((p) => p.clock <= maxClock),
})

function headIs(
  inbox: { readonly isEmpty: boolean; readonly head: { readonly kind: string } },
  kind: 'req' | 'ack' | 'rel',
): boolean {
  return !inbox.isEmpty && inbox.head.kind === kind
}
