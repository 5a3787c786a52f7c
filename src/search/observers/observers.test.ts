import { describe, expect, it } from 'vitest'
import {
  array,
  check,
  id,
  int,
  type Model,
  oneOf,
  option,
  sequential,
  set,
  struct,
  system,
  withProperties,
} from '../../index.js'
import type { Property, PropertyTools } from '../../property/property.js'
import { record } from '../../trace/record.js'
import { replay } from '../../trace/replay.js'
import { expansionOf } from '../expansion.js'
import { mixHigh, mixLow } from '../fingerprint.js'

const stack = sequential('stack', {
  state: (): number[] => [2, 1],
  operations: () => ({
    push: (s, value: number) => void s.push(value),
    pop: (s) => s.pop() ?? null,
  }),
})

/** Treiber's stack. Nodes that are popped are used again; a version beside the top tells whether it is still the same. */
const lockFreeStack = system('lock-free-stack', {
  state: () => {
    const node = option(id('node', 2))
    const value = int(1, 4)
    return struct({
      top: node,
      version: int(0, 5),
      node: array(2, struct({ next: node, value })),
      free: set(id('node', 2)),
      cpu: array(
        2,
        struct({
          left: int(0, 3),
          operation: oneOf('push', 'pop'),
          node,
          seen: node,
          version: int(0, 5),
          result: option(value),
        }),
      ),
    })
  },
  initial: (s) => {
    s.top = 0
    s.node.assign([
      { next: 1, value: 1 },
      { next: null, value: 2 },
    ])
    s.cpu.get(0).left = 2
    s.cpu.get(1).left = 3
  },
  behaviour: ({ program, precaution }) => {
    const counts = precaution('keep a version beside the top')
    return [
      program('cpu', {
        call: (s, me, pick) => {
          me.result = null
          if (me.left === 0) return 'done'
          me.left--
          me.operation = pick(s.free.isEmpty ? ['pop'] : ['push', 'pop'])
          if (me.operation === 'pop') return 'read top'
          me.node = pick(s.free)
          s.free.delete(me.node)
          s.node.get(me.node).value = 3 + me.id
        },
        'read top': (s, me) => {
          me.seen = s.top
          me.version = s.version
          if (me.operation === 'push') return 'link'
          if (me.seen === null) return 'return'
          return 'read next'
        },
        link: (s, me) => {
          s.node.get(me.node!).next = me.seen
          return 'exchange'
        },
        'read next': (s, me) => {
          me.node = s.node.get(me.seen!).next
        },
        exchange: (s, me) => {
          if (s.top !== me.seen || (counts && s.version !== me.version)) return 'read top'
          s.top = me.node
          if (counts) s.version++
          if (me.operation === 'push') return 'return'
          me.result = s.node.get(me.seen!).value
          s.free.add(me.seen!)
        },
        return: (_, me) => {
          me.node = me.seen = null
          me.version = 0
          return 'call'
        },
      }),
    ]
  },
  properties: ({ linearizable }) => ({
    'is a stack': linearizable(stack, {
      processes: (s) => s.cpu,
      pending: (me) => {
        if (me.at === 'call' || me.at === 'done') return null
        return me.operation === 'pop' ? ['pop'] : ['push', 3 + me.id]
      },
      result: (me) => (me.operation === 'pop' ? me.result : undefined),
    }),
  }),
})

const property = (model: Model, name: string) => check(model).properties.find((p) => p.name === name)!

describe('linearizability', () => {
  it('holds for a lock-free stack with versions', () => {
    const { verdict, states, ledger, properties } = check(lockFreeStack())
    expect(properties[0]).toMatchObject({ verdict: 'holds', vacuous: false })
    expect(verdict).toBe('holds')
    expect(ledger.observers).toEqual(['is a stack'])
    expect(states.distinct).toBeGreaterThan(check({ ...lockFreeStack(), properties: {} }).states.distinct)
  })

  it('is lost with the version: a node that was popped and pushed again is taken for the same', () => {
    const model = lockFreeStack().without('keep a version beside the top')
    const { verdict, finding } = property(model, 'is a stack')
    expect(verdict).toBe('violated')
    const why = finding?.tag === 'state' ? finding.why : undefined
    expect(why).toMatchObject({ tag: 'linearizability', specification: 'stack' })
    expect(
      why?.tag === 'linearizability' && why.history.map((h) => `${h.tag} ${h.process} ${h.operation} ${h.result}`),
    ).toMatchInlineSnapshot(`
      [
        "call 0 pop() null",
        "call 1 pop() null",
        "return 1 pop() 1",
        "call 1 pop() null",
        "return 1 pop() 2",
        "call 1 push(4) null",
        "return 0 pop() 4",
        "call 0 pop() null",
        "return 0 pop() 2",
      ]
    `)
  })

  it('is replayed from a recorded run', () => {
    const model = lockFreeStack().without('keep a version beside the top')
    const run = record(model, property(model, 'is a stack'))!
    expect(replay(run, lockFreeStack)).toMatchObject({ _tag: 'Right' })
    expect(replay({ ...run, without: [] }, lockFreeStack)).toMatchObject({ _tag: 'Left' })
  })

  it('is refused where observers cannot be kept', () => {
    const refused =
      'lock-free-stack cannot be searched with checkpoints: what the property "is a stack" (linearizable) remembers'
    expect(() => check(lockFreeStack(), { checkpoint: { file: 'none', everySeconds: 1 } })).toThrow(refused)
    expect(() => check(lockFreeStack(), { reductions: ['symmetry'] })).toThrow('it does not keep property "is a stack"')
  })
})

it('a state with its observers has the fingerprint of all its words', () => {
  const expansion = expansionOf(lockFreeStack())
  const words = new Set<number>()
  const reached: Int32Array[] = []
  const fingerprint = (state: Int32Array) => [
    state.reduce((h, word, k) => h ^ mixLow(word, k), 0),
    state.reduce((h, word, k) => h ^ mixHigh(word, k), 0),
  ]
  const visit = (low: number, high: number) => {
    expect([low, high]).toEqual(fingerprint(expansion.draft))
    words.add(expansion.draft.at(-1)!)
    if (reached.length < 500) reached.push(expansion.draft.slice())
  }
  expansion.initialStates(visit)
  for (const state of reached) {
    expansion.load(state, 0)
    expansion.successors(...(fingerprint(state) as [number, number]), visit)
    expect(expansion.draft).toEqual(state)
  }
  expect(words.size).toBeGreaterThan(5)
})

/** Two processes count together by reading and writing; a third reads. */
const counter = (name: string, read: 'read off states' | 'read off steps' | 'never returning') =>
  system('counter', {
    state: () => struct({ value: int(0, 2), cpu: array(3, struct({ seen: int(0, 2) })) }),
    behaviour: ({ program, precaution }) => {
      const atomic = precaution('add at once')
      return [
        program('cpu', {
          call: () => {},
          read: (s, me) => {
            me.seen = s.value
            if (me.id === 2) return 'return'
            if (!atomic) return 'write'
            s.value++
            return 'return'
          },
          write: (s, me) => {
            s.value = me.seen + 1
          },
          return: () => {},
        }),
      ]
    },
    properties: ({ linearizable }) => {
      const operation = (me: { readonly id: number }) =>
        [me.id === 2 ? 'read' : 'increment'] as ['read'] | ['increment']
      return {
        [name]:
          read === 'read off steps'
            ? linearizable(number, (before, after, history) => {
                for (const me of after.cpu) {
                  const was = before.cpu.get(me.id).at
                  if (was === 'call' && me.at !== was) history.call(me.id, ...operation(me))
                  if (was === 'return' && me.at !== was) history.return(me.id, me.seen)
                }
              })
            : linearizable(number, {
                processes: (s) => s.cpu,
                pending: (me) =>
                  me.at === 'call' || (me.at === 'done' && read === 'read off states') ? null : operation(me),
                result: (me) => me.seen,
              }),
      }
    },
  })

const number = sequential('number', {
  state: () => ({ value: 0 }),
  operations: () => ({ increment: (s) => s.value++, read: (s) => s.value }),
})

describe('a counter', () => {
  it.each(['read off states', 'read off steps'] as const)('that adds at once is one, %s', (read) => {
    expect(property(counter('linearizable', read)(), 'linearizable')).toMatchObject({
      verdict: 'holds',
      vacuous: false,
    })
  })

  it.each(['read off states', 'read off steps'] as const)('that reads and writes is none, %s', (read) => {
    const { finding } = property(counter('linearizable', read)().without('add at once'), 'linearizable')
    expect(finding).toMatchObject({ why: { operation: 'increment()', result: '0', possible: ['1'] } })
  })

  it('that never returns shows nothing', () => {
    const model = counter('linearizable', 'never returning')().without('add at once')
    expect(property(model, 'linearizable')).toMatchObject({ verdict: 'holds', vacuous: true })
  })
})

describe('what cannot be read as a history is a fault', () => {
  const once = system('once', {
    state: () => struct({ cpu: array(1, struct({ n: int(0, 2) })) }),
    behaviour: ({ program }) => [
      program('cpu', {
        a: (_, me) => {
          me.n = 1
        },
        b: () => {},
      }),
    ],
    mayStop: () => true,
  })()

  type Tools = PropertyTools<ViewOf<typeof once>>
  const unreadable: readonly [string, string, (tools: Tools) => Property<ViewOf<typeof once>>][] = [
    [
      'one operation turns into another',
      'process 0 goes from push(0) to push(1) without a state between them in which nothing is pending',
      ({ linearizable }) =>
        linearizable(stack, { processes: (s) => s.cpu, pending: (me) => ['push', me.n], result: () => undefined }),
    ],
    [
      'a return without a call',
      'process 0 returns 3 and has called nothing',
      ({ linearizable }) => linearizable(stack, (_before, _after, history) => history.return(0, 3)),
    ],
    [
      'a call during a call',
      'process 0 calls pop() before pop() has returned',
      ({ linearizable }) => linearizable(stack, (_before, _after, history) => history.call(0, 'pop')),
    ],
    [
      'an operation that there is not',
      'stack has no operation "peek"; it has push, pop',
      ({ linearizable }) => linearizable(stack, (_before, _after, history) => history.call(0, 'peek' as 'pop')),
    ],
    [
      'a view of the state that is kept',
      'what is remembered along a run must be plain values',
      ({ remembering }) => remembering({ start: (s) => s.cpu, next: (m) => m, holds: () => true }),
    ],
  ]

  it.each(unreadable)('%s', (_, message, of) => {
    const { finding } = property(
      withProperties(once, (tools) => ({ p: of(tools) })),
      'the model itself',
    )
    expect(finding).toMatchObject({ tag: 'fault', fault: { message: expect.stringContaining(message) } })
  })
})

type ViewOf<M> = M extends Model<infer View, infer _> ? View : never

describe('remembering', () => {
  const coin = system('coin', {
    state: () => struct({ heads: int(0, 1) }),
    behaviour: ({ action }) => [
      action('throw', {
        do: (s, _, pick) => {
          s.heads = pick.int(0, 1)
        },
      }),
    ],
  })()

  it('tells apart runs that lead to one state', () => {
    const model = withProperties(coin, ({ remembering }) => ({
      'never three times heads': remembering({
        start: () => 0,
        next: (times, _, after) => (after.heads === 1 ? times + 1 : 0),
        holds: (times) => times < 3,
      }),
      'at most three different': remembering({
        start: (s) => new Set([s.heads]),
        next: (seen, _, after) => seen.add(after.heads),
        holds: (seen, s) => seen.has(s.heads) && seen.size <= 2,
      }),
    }))
    expect(property(model, 'never three times heads')).toMatchObject({
      verdict: 'violated',
      finding: { path: [0, 1, 1, 1], why: { tag: 'remembering', memory: 3 } },
    })
    expect(property(model, 'at most three different').verdict).toBe('inconclusive')
  })

  it('is exhaustive if what is remembered is bounded', () => {
    const model = withProperties(coin, ({ remembering }) => ({
      'heads come back': remembering({
        start: () => 0,
        next: (times, _, after) => (after.heads === 1 ? Math.min(times + 1, 5) : 0),
        holds: (times) => times <= 5,
      }),
    }))
    expect(check(model)).toMatchObject({ verdict: 'holds', states: { distinct: 6 } })
  })
})
