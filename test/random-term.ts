import fc from 'fast-check'
import * as t from '../src/prove/index.js'
import { comparisons, wordOperators } from '../src/prove/term.js'

/** The variables of random terms: words of several widths, and truth values. */
export const WIDTHS = [1, 3, 8, 32, 33, 64]
export const variables: { readonly [name: string]: t.Sort } = Object.fromEntries([
  ...WIDTHS.flatMap((width) => ['x', 'y'].map((name) => [`${name} ${width}`, t.bits(width)] as const)),
  ['p', t.bool],
  ['q', t.bool],
])

/** Values of all of them; words near the edges more often than not. */
export const values: fc.Arbitrary<t.Values> = fc.record(
  Object.fromEntries(
    Object.entries(variables).map(([name, sort]) => [name, sort.sort === 'bool' ? fc.boolean() : anyWord(sort.width)]),
  ),
)

function anyWord(width: number): fc.Arbitrary<bigint> {
  const all = (1n << BigInt(width)) - 1n
  const small = fc.bigInt({ min: 0n, max: all < 70n ? all : 70n })
  return fc.oneof(
    fc.bigInt({ min: 0n, max: all }),
    small,
    small.map((n) => all - n),
  )
}

const OPERATIONS = { ...t } as unknown as { readonly [name: string]: (...of: readonly t.Term[]) => t.Term }

/** A term of this depth at most, of a word of this width. */
export function anyBits(width: number, depth: number): fc.Arbitrary<t.Bits> {
  const leaves = [
    fc.constantFrom(...['x', 'y'].map((name) => t.wordVariable(`${name} ${width}`, width))),
    anyWord(width).map((value) => t.word(width, value)),
  ]
  if (depth === 0) return fc.oneof(...leaves)
  const same = anyBits(width, depth - 1)
  const narrower = WIDTHS.filter((w) => w <= width)
  const wider = WIDTHS.filter((w) => w >= width)
  return fc.oneof(
    ...leaves,
    fc.tuple(fc.constantFrom(...wordOperators), same, same).map(([op, a, b]) => OPERATIONS[op]!(a, b) as t.Bits),
    same.map((a) => t.not(a)),
    fc.tuple(anyBool(depth - 1), same, same).map(([c, a, b]) => t.choose(c, a, b)),
    fc
      .constantFrom(...narrower)
      .chain((w) => fc.tuple(anyBits(w, depth - 1), fc.boolean()).map(([a, signed]) => t.extend(a, width, { signed }))),
    fc
      .constantFrom(...wider)
      .chain((w) =>
        fc.tuple(anyBits(w, depth - 1), fc.nat({ max: w - width })).map(([a, low]) => t.slice(a, low, width)),
      ),
    ...WIDTHS.filter((w) => WIDTHS.includes(width - w)).map((w) =>
      fc.tuple(anyBits(w, depth - 1), anyBits(width - w, depth - 1)).map(([a, b]) => t.join(a, b)),
    ),
  )
}

/** A truth value of this depth at most. */
export function anyBool(depth: number): fc.Arbitrary<t.Bool> {
  const leaves = [fc.constantFrom(t.yes, t.no), fc.constantFrom(...['p', 'q'].map((name) => t.boolVariable(name)))]
  if (depth === 0) return fc.oneof(...leaves)
  const same = anyBool(depth - 1)
  const pair = fc.constantFrom(...WIDTHS).chain((w) => fc.tuple(anyBits(w, depth - 1), anyBits(w, depth - 1)))
  return fc.oneof(
    ...leaves,
    fc.tuple(fc.constantFrom(...comparisons, 'eq'), pair).map(([op, [a, b]]) => OPERATIONS[op]!(a, b) as t.Bool),
    same.map((a) => t.not(a)),
    fc.array(same, { maxLength: 3 }).map((all) => t.and(...all)),
    fc.array(same, { maxLength: 3 }).map((all) => t.or(...all)),
    fc.tuple(same, same).map(([a, b]) => t.eq(a, b)),
    fc.tuple(same, same, same).map(([c, a, b]) => t.choose(c, a, b)),
  )
}
