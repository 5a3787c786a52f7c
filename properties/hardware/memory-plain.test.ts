import { describe, expect, it } from 'vitest'
import { memory } from '../../models/hardware/memory/memory.js'
import type { Variables } from '../../models/hardware/memory/variables.js'
import { array, blocked, bool, check, int, struct, system, withDefault } from '../../src/index.js'
import { type MemoryModel, memoryModels } from '../../src/litmus/models.js'
import { type AnyStep, behaviourTools } from '../../src/system/behaviour.js'

// biome-ignore lint/suspicious/noExplicitAny: an algorithm is written once for plain fields and for a memory
type Any = any

/** What the algorithms do with what they share. */
interface Shared {
  load(s: Any, cpu: number, name: string, ...rest: Any[]): Any
  store(s: Any, cpu: number, name: string, ...rest: Any[]): void
  fetchAndAdd(s: Any, cpu: number, name: string, amount: number): Any
}

const plain: Shared = {
  load: (s, _cpu, name, index) => (index === undefined ? s[name] : s[name].get(index)),
  store(s, _cpu, name, ...rest) {
    if (rest.length === 1) s[name] = rest[0]
    else s[name].set(rest[0], rest[1])
  },
  fetchAndAdd(s, _cpu, name, amount) {
    const old = s[name]
    s[name] = old + amount
    return old
  },
}

interface Algorithm {
  readonly name: string
  readonly variables: Variables
  readonly own: Parameters<typeof struct>[0]
  readonly steps: (shared: Shared) => { readonly [label: string]: (s: Any, me: Any) => Any }
}

const peterson: Algorithm = {
  name: 'peterson',
  variables: { turn: withDefault(int(0, 1), 0), wants: array(2, bool) },
  own: {},
  steps: ({ load, store }) => ({
    'raise flag': (s, me) => store(s.memory, me.id, 'wants', me.id, true),
    'give turn': (s, me) => store(s.memory, me.id, 'turn', 1 - me.id),
    wait: (s, me) =>
      !load(s.memory, me.id, 'wants', 1 - me.id) || load(s.memory, me.id, 'turn') === me.id ? 'critical' : blocked,
    critical: () => {},
    'lower flag': (s, me) => store(s.memory, me.id, 'wants', me.id, false),
  }),
}

const ticketLock: Algorithm = {
  name: 'ticket lock',
  variables: { next: int(0, 2), serving: int(0, 2) },
  own: { ticket: int(0, 2) },
  steps: ({ load, store, fetchAndAdd }) => ({
    'take ticket': (s, me) => {
      me.ticket = fetchAndAdd(s.memory, me.id, 'next', 1)
    },
    'wait turn': (s, me) => (load(s.memory, me.id, 'serving') === me.ticket ? 'critical' : blocked),
    critical: () => {},
    release: (s, me) => store(s.memory, me.id, 'serving', me.ticket + 1),
  }),
}

function run({ name, variables, own, steps }: Algorithm, model: MemoryModel | 'plain fields') {
  const part = model === 'plain fields' ? null : memory({ model, cpus: 2, variables, messages: 4 })
  const made = system(name, {
    components: () => (part === null ? {} : { memory: part }) as never,
    state: () => struct({ cpu: array(2, struct(own)), ...(part === null ? { memory: struct(variables) } : {}) }),
    behaviour: () => [
      behaviourTools.program(
        'cpu' as never,
        steps((part as Shared | null) ?? plain) as { [label: string]: AnyStep } as never,
      ),
    ],
    properties: ({ always }) => ({
      'mutual exclusion': always((s: Any) => s.cpu.count((c: Any) => c.at === 'critical') <= 1),
    }),
  })()
  return check(made, { keepGoing: true })
}

describe.each([peterson, ticketLock])('$name', (algorithm) => {
  it('has the same states over a sequentially consistent memory as over plain fields', () => {
    const over = run(algorithm, 'plain fields')
    expect(over.verdict).toBe('holds')
    expect(run(algorithm, 'sc').states).toEqual(over.states)
  })

  it('runs under every memory model', () => {
    const verdicts = memoryModels.map((model) => run(algorithm, model).properties[0]!.verdict)
    const needsOrder = algorithm === peterson
    expect(verdicts).toEqual(
      needsOrder ? ['holds', 'violated', 'violated', 'violated'] : memoryModels.map(() => 'holds'),
    )
  })
})
