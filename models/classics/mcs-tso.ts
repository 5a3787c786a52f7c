import { array, blocked, bool, id, int, oneOf, option, queue, struct, system } from '../../src/index.js'

/**
 * The queue lock of Mellor-Crummey and Scott on a machine with store buffers (x86): a store waits in its processor's
 * buffer until it drains to memory, a load looks into the own buffer first, and a locked instruction needs it empty.
 */
export const mcsTso = system('mcs-tso', {
  summary: 'queue lock with local spinning, over the store buffers of total store order',
  source: 'Mellor-Crummey & Scott 1991; Sewell et al. 2010 (x86-TSO)',
  parameters: { cpus: int(2, 4, { default: 2 }) },
  state: ({ cpus }) => {
    const cpu = id('cpu', cpus)
    const store = struct({ kind: oneOf('set next', 'lock', 'unlock'), of: cpu, value: option(cpu) })
    return struct({
      // In memory: the end of the queue, and for each processor its node: who comes next, and whether it must wait.
      tail: option(cpu),
      node: array(cpus, struct({ next: option(cpu), locked: bool })),
      cpu: array(cpus, struct({ previous: option(cpu), next: option(cpu), buffer: queue(store, 4) })),
    })
  },
  behaviour: ({ cpus, program, action, precaution }) => {
    const clears = precaution('clear the link before queueing')
    const locks = precaution('set the own flag before queueing')
    const drains = precaution('swap with an empty buffer')
    const waits = precaution('wait for a successor that has not linked itself yet')
    return [
      program('cpu', {
        'clear link': (_, me) => {
          if (clears) me.buffer.push({ kind: 'set next', of: me.id, value: null })
        },
        'set flag': (_, me) => {
          if (locks) me.buffer.push({ kind: 'lock', of: me.id, value: null })
        },
        'swap tail': (s, me) => {
          if (drains && !me.buffer.isEmpty) return blocked
          me.previous = s.tail
          s.tail = me.id
          return me.previous === null ? 'critical' : 'link'
        },
        link: (_, me) => me.buffer.push({ kind: 'set next', of: me.previous!, value: me.id }),
        spin: (s, me) => {
          const own = newest(me.buffer, me.id, (kind) => kind !== 'set next')
          if (own === null ? s.node.get(me.id).locked : own.kind === 'lock') return blocked
          return 'critical'
        },
        critical: () => {},
        'read link': (s, me) => {
          me.next = successor(s.node.get(me.id), me)
          return me.next === null ? 'swing tail back' : 'unlock next'
        },
        'swing tail back': (s, me) => {
          if (!me.buffer.isEmpty) return blocked
          if (s.tail !== me.id) return waits ? 'wait for link' : 'clear link'
          s.tail = null
          me.previous = null
          return 'clear link'
        },
        'wait for link': (s, me) => {
          me.next = successor(s.node.get(me.id), me)
          return me.next === null ? blocked : 'unlock next'
        },
        'unlock next': (_, me) => {
          me.buffer.push({ kind: 'unlock', of: me.next!, value: null })
          me.next = null
          me.previous = null
          return 'clear link'
        },
      }),
      action(
        'drain',
        { cpu: id('cpu', cpus) },
        {
          when: (s, { cpu }) => !s.cpu.get(cpu).buffer.isEmpty,
          do: (s, { cpu }) => {
            const { kind, of, value } = s.cpu.get(cpu).buffer.head
            if (kind === 'set next') s.node.get(of).next = value
            else s.node.get(of).locked = kind === 'lock'
            s.cpu.get(cpu).buffer.remove(0)
          },
        },
      ),
    ]
  },
  properties: ({ always, reachable }) => ({
    'mutual exclusion': always((s) => s.cpu.count((c) => c.at === 'critical') <= 1),
    'the lock is handed over': reachable((s) => s.cpu.some((c) => c.at === 'critical' && c.previous !== null)),
  }),
})

interface Store {
  readonly kind: 'set next' | 'lock' | 'unlock'
  readonly of: number
  readonly value: number | null
}
interface Buffer {
  readonly length: number
  get(index: number): Store
}

/** The processor's last store of one of these kinds to the node of `cpu` that is still in its buffer. */
function newest(buffer: Buffer, cpu: number, wanted: (kind: Store['kind']) => boolean): Store | null {
  for (let i = buffer.length - 1; i >= 0; i--) {
    const store = buffer.get(i)
    if (store.of === cpu && wanted(store.kind)) return store
  }
  return null
}

/** What the processor sees when it loads the link of its own node. */
function successor(node: { readonly next: number | null }, me: { readonly id: number; readonly buffer: Buffer }) {
  const own = newest(me.buffer, me.id, (kind) => kind === 'set next')
  return own === null ? node.next : own.value
}
