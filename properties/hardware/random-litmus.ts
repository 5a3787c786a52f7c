import fc from 'fast-check'
import type { Instruction, LitmusTest, Value } from '../../src/litmus/test.js'
import { fenceOrders, loadOrders, lockedOrders, storeOrders } from '../../src/litmus/test.js'

interface Shape {
  readonly threads: number
  readonly instructions: number
  readonly locations: number
}

/** Instructions of x86: locked ones and fences now and then. */
export function randomX86(shape: Shape): fc.Arbitrary<LitmusTest> {
  return randomTest(shape, (loc, value) =>
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ op: fc.constant('store' as const), loc, val: value }) },
      { weight: 4, arbitrary: loading(fc.record({ op: fc.constant('load' as const), loc })) },
      { weight: 2, arbitrary: loading(locked(loc, value)) },
      {
        weight: 1,
        arbitrary: fc.record({ op: fc.constantFrom('mfence' as const, 'sfence' as const, 'lfence' as const) }),
      },
    ),
  )
}

/** Accesses and fences of C11, in every order. */
export function randomC11(shape: Shape): fc.Arbitrary<LitmusTest> {
  return randomTest(shape, (loc, value) =>
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          op: fc.constant('store' as const),
          loc,
          val: value,
          order: fc.constantFrom(...storeOrders),
        }),
      },
      {
        weight: 4,
        arbitrary: loading(fc.record({ op: fc.constant('load' as const), loc, order: fc.constantFrom(...loadOrders) })),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(loading(locked(loc, value)), fc.constantFrom(...lockedOrders))
          .map(([i, order]) => ({ ...i, order }) as Instruction),
      },
      {
        weight: 2,
        arbitrary: fc.record({ op: fc.constant('fence' as const), order: fc.constantFrom(...fenceOrders) }),
      },
    ),
  )
}

/**
 * Accesses and fences of C11 that can go round: the last access of each thread and the first of the next are to one location,
 * and one of them stores. Such programs need order to be kept from ending in ways that others never end in.
 */
export function cyclicC11(threads: number): fc.Arbitrary<LitmusTest> {
  const link = fc.record({ loc: fc.constantFrom('x', 'y', 'z'), kind: fc.constantFrom('rf', 'mo', 'rb') })
  const middle = fc.array(fc.oneof({ weight: 2, arbitrary: fence }, { weight: 1, arbitrary: anyAccess }), {
    maxLength: threads < 4 ? 2 : 1,
  })
  return fc
    .tuple(...Array.from({ length: threads }, () => fc.tuple(link, drawnAccess, middle, drawnAccess)))
    .map((drawn) => {
      const thread = (i: number): Instruction[] => {
        const [to, first, between, last] = drawn[i]!
        const [from] = drawn.at(i - 1)!
        return [
          first(from.loc, from.kind === 'rf' ? 'load' : 'store', 2 * i + 1),
          ...between,
          last(to.loc, to.kind === 'rb' ? 'load' : 'store', 2 * i + 2),
        ]
      }
      return {
        name: 'cyclic',
        init: { x: 0, y: 0, z: 0 },
        threads: drawn.map((_, i) => numbered(thread(i))),
        exists: { and: [] },
      }
    })
}

/** Half of the time sequentially consistent, so that this comes together now and then. */
function often<O extends string>(orders: readonly O[]): fc.Arbitrary<O | 'sc'> {
  return fc.oneof(fc.constant('sc' as const), fc.constantFrom(...orders))
}

const fence: fc.Arbitrary<Instruction> = often(fenceOrders).map((order) => ({ op: 'fence', order }))

/** An access that loads or stores, by itself or as part of an exchange. */
const drawnAccess = fc
  .tuple(fc.constantFrom(false, false, false, true), often(loadOrders), often(storeOrders), often(lockedOrders))
  .map(([isExchange, loading, storing, both]) => (loc: string, kind: 'load' | 'store', val: number): Instruction => {
    if (isExchange) return { op: 'xchg', loc, val, order: both, reg: 'r0' }
    return kind === 'load' ? { op: 'load', loc, order: loading, reg: 'r0' } : { op: 'store', loc, val, order: storing }
  })

const anyAccess = fc
  .tuple(fc.constantFrom('x', 'y', 'z'), fc.constantFrom('load' as const, 'store' as const), drawnAccess)
  .map(([loc, kind, access]) => access(loc, kind, 9))

function locked(loc: fc.Arbitrary<string>, val: fc.Arbitrary<Value>): fc.Arbitrary<object> {
  return fc.oneof(
    fc.record({ op: fc.constant('xchg' as const), loc, val }),
    fc.record({ op: fc.constant('xadd' as const), loc, val: fc.integer({ min: 1, max: 2 }) }),
    fc.record({ op: fc.constant('cmpxchg' as const), loc, expect: fc.integer({ min: 0, max: 2 }), val }),
  )
}

/** The register is given when it is known where the instruction stands. */
function loading(instruction: fc.Arbitrary<object>): fc.Arbitrary<Instruction> {
  return instruction.map((i) => ({ ...i, reg: 'r0' }) as Instruction)
}

function randomTest(
  { threads, instructions, locations }: Shape,
  instruction: (loc: fc.Arbitrary<string>, value: fc.Arbitrary<Value>) => fc.Arbitrary<Instruction>,
): fc.Arbitrary<LitmusTest> {
  const names = ['x', 'y', 'z'].slice(0, locations)
  const value: fc.Arbitrary<Value> = fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 3 }) },
    { weight: 1, arbitrary: fc.record({ reg: fc.constant('r0'), add: fc.integer({ min: 0, max: 1 }) }) },
  )
  const thread = fc.array(instruction(fc.constantFrom(...names), value), { minLength: 1, maxLength: instructions })
  return fc.array(thread, { minLength: 2, maxLength: threads }).map((drawn) => ({
    name: 'random',
    init: Object.fromEntries(names.map((loc) => [loc, 0])),
    threads: drawn.map(numbered),
    exists: { and: [] },
  }))
}

/** Each that reads has a register of its own, so that all it read shows in the outcome. */
function numbered(thread: readonly Instruction[]): Instruction[] {
  return thread.map((instruction, i) => ('reg' in instruction ? { ...instruction, reg: `r${i}` } : instruction))
}
