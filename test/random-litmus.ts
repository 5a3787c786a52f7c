import fc from 'fast-check'
import { keysOf } from '../src/litmus/outcome.js'
import {
  type Condition,
  fenceOrders,
  type Instruction,
  isLocation,
  type LitmusTest,
  loadOrders,
  lockedOrders,
  storeOrders,
} from '../src/litmus/test.js'

export interface LitmusShape {
  readonly processors: number
  /** Instructions of a processor at most. */
  readonly length: number
  readonly locations: readonly string[]
  readonly registers: readonly string[]
  readonly constants: fc.Arbitrary<number>
  /** Memory orders of C11 and fences that have one; otherwise the fences of x86. */
  readonly orders: boolean
}

/** Any litmus test of this shape, with every location in its `init`. */
export function litmusTests(shape: LitmusShape): fc.Arbitrary<LitmusTest> {
  const { processors, length, locations, constants } = shape
  const loc = fc.constantFrom(...locations)
  return fc
    .record({
      name: fc.stringMatching(/^[A-Z0-9+.]{1,9}$/),
      description: fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined }),
      init: fc.dictionary(loc, constants, { noNullPrototype: true }),
      threads: fc.array(fc.array(instructions(shape), { maxLength: length }), { minLength: 1, maxLength: processors }),
      claim: fc.constantFrom(undefined, '~exists' as const, 'forall' as const),
    })
    .chain(({ init, description, claim, ...rest }) => {
      const keys = keysOf({ init, threads: rest.threads })
      const all = Object.fromEntries(keys.filter(isLocation).map((name) => [name, init[name] ?? 0]))
      return conditions(keys, constants).map((exists) => ({
        ...rest,
        ...(description === undefined ? {} : { description }),
        init: all,
        exists,
        ...(claim === undefined ? {} : { claim }),
      }))
    })
}

function instructions({ locations, registers, constants, orders }: LitmusShape): fc.Arbitrary<Instruction> {
  const loc = fc.constantFrom(...locations)
  const reg = fc.constantFrom(...registers)
  const sum = fc.record({ reg, add: constants.filter((n) => n !== 0) }, { requiredKeys: ['reg'] })
  const val = fc.oneof(constants, sum)
  const order = <O extends string>(possible: readonly O[]) =>
    orders ? fc.record({ order: fc.constantFrom(...possible) }, { requiredKeys: [] }) : fc.constant({})
  const locked = fc.tuple(fc.record({ reg }, { requiredKeys: [] }), order(lockedOrders))
  const fence: fc.Arbitrary<Instruction> = orders
    ? fc.constantFrom(...fenceOrders).map((o) => ({ op: 'fence', order: o }))
    : fc.constantFrom('mfence', 'sfence', 'lfence').map((op) => ({ op }))
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(loc, val, order(storeOrders))
        .map(([l, v, o]) => ({ op: 'store', loc: l, val: v, ...o }) as const),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(loc, reg, order(loadOrders))
        .map(([l, r, o]) => ({ op: 'load', loc: l, reg: r, ...o }) as const),
    },
    { weight: 1, arbitrary: fence },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('xchg', 'xadd'), loc, val, locked)
        .map(([op, l, v, [r, o]]) => ({ op, loc: l, val: v, ...r, ...o }) as const),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(loc, val, val, locked)
        .map(([l, e, v, [r, o]]) => ({ op: 'cmpxchg', loc: l, expect: e, val: v, ...r, ...o }) as const),
    },
  )
}

function conditions(keys: readonly string[], constants: fc.Arbitrary<number>): fc.Arbitrary<Condition> {
  const leaves: fc.Arbitrary<Condition>[] = [fc.constant({ and: [] }), fc.constant({ or: [] })]
  if (keys.length > 0) leaves.push(fc.tuple(fc.constantFrom(...keys), constants).map((eq) => ({ eq })))
  return fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      leaves.at(-1)!,
      ...leaves,
      tie('condition').map((not) => ({ not })),
      fc.array(tie('condition'), { minLength: 2, maxLength: 3 }).map((and) => ({ and })),
      fc.array(tie('condition'), { minLength: 2, maxLength: 3 }).map((or) => ({ or })),
    ),
  })).condition
}
