import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryOn } from '../../models/hardware/memory/memory.js'
import type { Memory } from '../../models/hardware/memory/operations.js'
import { messageMachine } from '../../models/hardware/memory/rc11/machine.js'
import { Messages } from '../../models/hardware/memory/rc11/messages.js'
import { forgetUnread } from '../../models/hardware/memory/rc11/quotient.js'
import { Locations } from '../../models/hardware/memory/variables.js'
import { check, int, struct, system, withProperties } from '../../src/index.js'
import { behaviourTools } from '../../src/system/behaviour.js'
import { runs } from '../../test/runs.js'

type Kind = 'x' | 'y'
type Any = Memory<never> & Record<string, (...given: never[]) => never>

const [loads, stores, both, fences] = [
  ['relaxed', 'acquire', 'sequentially consistent'],
  ['relaxed', 'release', 'sequentially consistent'],
  ['relaxed', 'acquire', 'release', 'acquire-release', 'sequentially consistent'],
  ['acquire', 'release', 'acquire-release', 'sequentially consistent', 'sequentially consistent'],
] as const

const loc = fc.constantFrom<Kind>('x', 'y')
const val = fc.constantFrom(0, 1, 2)
const instruction = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constant('load'), loc, val, order: fc.constantFrom(...loads) }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('store'), loc, val, order: fc.constantFrom(...stores) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('exchange'), loc, val, order: fc.constantFrom(...both) }) },
  {
    weight: 1,
    arbitrary: fc.record({ op: fc.constant('compareExchange'), loc, val, order: fc.constantFrom(...both) }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('fence'), loc, val, order: fc.constantFrom(...fences) }) },
)
type Instruction = typeof instruction extends fc.Arbitrary<infer I> ? I : never

/** Programs that go round for ever, each processor with its own. */
const programs = (cpus: number, length: number) =>
  fc.array(fc.array(instruction, { minLength: 1, maxLength: length }), { minLength: cpus, maxLength: cpus })

/** What each processor has read last, where it is, and the newest values: everything reachable, and how many states that took. */
function reachable(threads: readonly (readonly Instruction[])[], messages: number, isSettled: boolean) {
  const isSequential = ({ order }: Instruction) => order === 'sequentially consistent'
  const some = (isFence: boolean) => threads.flat().some((i) => isSequential(i) && (i.op === 'fence') === isFence)
  const variables = { x: int(0, 2), y: int(0, 2) }
  const locations = new Locations(variables)
  const kept = new Messages(locations, threads.length, messages, { fences: some(true), accesses: some(false) })
  const settling = isSettled ? undefined : { settle: (s: never) => forgetUnread(kept, s) }
  const memory = memoryOn(messageMachine(kept, 'forget', settling), locations, { variables, model: 'rc11' })
  const found = new Set<string>()
  const model = system('going round', {
    components: () => ({ memory }),
    state: () => struct(Object.fromEntries(threads.map((_, cpu) => [`P${cpu}`, struct({ read: int(0, 2) })]))),
    behaviour: () =>
      threads.map((thread, cpu) => behaviourTools.program(`P${cpu}` as never, stepsOf(thread, cpu, memory as never))),
    properties: () => ({}),
    mayStop: () => true,
  })()
  const noting = withProperties(model, ({ always }) => ({
    // biome-ignore lint/suspicious/noExplicitAny: processes are known by name alone
    'is noted': always((s: any) => {
      const cpus = threads.map((_, cpu) => `${s[`P${cpu}`].at} ${s[`P${cpu}`].read}`)
      found.add([s.memory.x, s.memory.y, ...cpus].join())
      return true
    }),
  }))
  const { verdict, states } = check(noting, { bounds: { states: MOST } })
  return { verdict, distinct: states.distinct, found }
}

/** Programs with more states than that are left out. */
const MOST = 3_000

function stepsOf(thread: readonly Instruction[], cpu: number, memory: Any): never {
  const label = (i: number) => String(i % thread.length)
  return Object.fromEntries(
    thread.map(({ op, loc, val, order }, i) => [
      label(i),
      (s: { memory: never }, me: { read: number }) => {
        const [m, p, at, o] = [s.memory, cpu as never, loc as never, order as never]
        if (op === 'load') me.read = memory.load!(m, p, at, o)
        else if (op === 'store') memory.store!(m, p, at, val as never, o)
        else if (op === 'exchange') me.read = memory.exchange!(m, p, at, val as never, o)
        else if (op === 'compareExchange')
          me.read = memory.compareExchange!(m, p, at, ((val + 1) % 3) as never, val as never, o)
        else memory.fence!(m, p, o)
        return label(i + 1)
      },
    ]),
  ) as never
}

describe('what makes no difference under rc11 is forgotten, and nothing else', () => {
  it.each([
    [2, 4, 2],
    [2, 3, 3],
    [3, 2, 2],
  ])('%i processors, %i instructions, %i messages', (cpus, length, messages) => {
    let compared = 0
    fc.assert(
      fc.property(programs(cpus, length), (threads) => {
        const all = reachable(threads, messages, false)
        fc.pre(all.verdict === 'holds')
        const settled = reachable(threads, messages, true)
        expect(settled.verdict).toBe('holds')
        expect([...settled.found].sort()).toEqual([...all.found].sort())
        expect(settled.distinct).toBeLessThanOrEqual(all.distinct)
        compared++
      }),
      { numRuns: runs(40) },
    )
    expect(compared).toBeGreaterThan(0)
  })

  it('there are fewer states then', () => {
    const program = (own: Kind, other: Kind): Instruction[] => [
      { op: 'store', loc: own, val: 1, order: 'relaxed' },
      { op: 'fence', loc: own, val: 0, order: 'sequentially consistent' },
      { op: 'load', loc: other, val: 0, order: 'relaxed' },
      { op: 'store', loc: own, val: 0, order: 'release' },
    ]
    const threads = [program('x', 'y'), program('y', 'x')]
    const [all, settled] = [false, true].map((isSettled) => reachable(threads, 3, isSettled))
    expect([all!.distinct, settled!.distinct]).toEqual([191, 179])
  })
})
