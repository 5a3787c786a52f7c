import fc from 'fast-check'
import {
  array,
  bool,
  type Fields,
  id,
  int,
  oneOf,
  option,
  queue,
  type ScalarType,
  set,
  struct,
  type Type,
} from '../src/schema/type.js'

const scalar: fc.Arbitrary<ScalarType> = fc.oneof(
  fc
    .tuple(fc.integer({ min: -300, max: 300 }), fc.constantFrom(0, 1, 7, 255, 256, 65_535, 65_536, 2 ** 31))
    .map(([low, span]) => int(low, low + span)),
  fc.constant(bool),
  fc.uniqueArray(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 5 }).map((vs) => oneOf(...vs)),
  fc.integer({ min: 1, max: 40 }).map((n) => id('cpu', n)),
)

const small = scalar.filter((t) => t.tag !== 'int' || t.high - t.low < 100)

/** Any text will do for a field, and these are words that views have for themselves, too. */
const names = ['a', 'b c', 'note', 'layout', 'pick', 'saved', 'restore', 'inner', 'e']

/** Types to any depth; the whole of a state is a struct. */
export const { randomType } = fc.letrec<{ randomType: Type }>((tie) => ({
  randomType: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc
      .tuple(
        fc.uniqueArray(fc.constantFrom(...names), { minLength: 2, maxLength: 2 }),
        tie('randomType'),
        tie('randomType'),
      )
      .map(([[one, other], t, u]) => struct({ [one!]: t, [other!]: u })),
    fc.tuple(fc.nat(3), tie('randomType')).map(([n, t]) => array(n, t)),
    fc.tuple(tie('randomType'), fc.integer({ min: 1, max: 3 })).map(([t, n]) => queue(t, n)),
    small.map((t) => set(t)),
    tie('randomType').map((t) => (t.tag === 'option' ? t : option(t))),
  ),
}))

/** A plain value copied out of a view through its public face alone. */
export function throughView(t: Type, view: unknown): unknown {
  const inner = (v: unknown) => throughView((t as { element: Type }).element, v)
  switch (t.tag) {
    case 'struct':
      return Object.fromEntries(
        Object.entries(t.fields as Fields).map(([name, f]) => [name, throughView(f, (view as Fields)[name])]),
      )
    case 'array':
    case 'queue':
      return (view as { map(f: (v: unknown) => unknown): unknown }).map(inner)
    case 'set':
      return [...(view as Iterable<unknown>)]
    case 'option':
      return view === null ? null : inner(view)
    default:
      return view
  }
}
