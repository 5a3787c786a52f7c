import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomType, throughView } from '../../test/random-type.js'
import { runs } from '../../test/runs.js'
import { untilSeen } from '../../test/until-seen.js'
import { arbitraryOf } from './arbitrary.js'
import { layoutOf } from './layout.js'
import { readPlain, writePlain } from './pack.js'
import { print } from './print.js'
import { array, type Fields, int, queue, struct, type Type, typeName } from './type.js'
import { buildViews } from './views.js'

/** Where a value lies in a state: names of fields, and indices. */
type Path = readonly (string | number)[]
interface Place {
  readonly path: Path
  readonly type: Type
}
/** What an assignment writes: what is in some place, something made anew of such values, or a value of the reader's own. */
type Expression =
  | { readonly tag: 'read'; readonly path: Path }
  | { readonly tag: 'fields'; readonly fields: readonly (readonly [string, Expression])[] }
  | { readonly tag: 'list'; readonly elements: readonly Expression[] }
  | { readonly tag: 'value'; readonly value: unknown }
type Inner = { readonly [at: string | number]: unknown }
// biome-ignore lint/suspicious/noExplicitAny: the views of random types
type AnyView = any

/** All places of a state, with their types; of queues and options those only that are there. */
function placesOf(type: Type, value: unknown, path: Path = []): Place[] {
  const inside = (t: Type, at: string | number) => placesOf(t, (value as Inner)[at], [...path, at])
  const here = [{ path, type }]
  switch (type.tag) {
    case 'struct':
      return here.concat(Object.entries(type.fields as Fields).flatMap(([name, t]) => inside(t, name)))
    case 'array':
    case 'queue':
      return here.concat((value as unknown[]).flatMap((_, i) => inside(type.element, i)))
    case 'option':
      return value === null ? here : here.concat(placesOf(type.element, value, path))
    default:
      return here
  }
}

/** Some expression of a type; `next(n)` chooses one of `n`. */
function expressionOf(type: Type, places: readonly Place[], next: (n: number) => number): Expression {
  const same = places.filter((p) => typeName(p.type) === typeName(type))
  const inner = (t: Type) => expressionOf(t, places, next)
  const list = (n: number, t: Type) => ({ tag: 'list', elements: Array.from({ length: n }, () => inner(t)) }) as const
  const composed = type.tag === 'struct' || type.tag === 'array' || type.tag === 'queue'
  if (same.length > 0 && !(composed && next(3) > 0)) return { tag: 'read', path: same[next(same.length)]!.path }
  switch (type.tag) {
    case 'struct':
      return { tag: 'fields', fields: Object.entries(type.fields as Fields).map(([name, t]) => [name, inner(t)]) }
    case 'array':
      return list(type.length, type.element)
    case 'queue':
      return list(next(type.capacity + 1), type.element)
    default:
      return { tag: 'value', value: fc.sample(arbitraryOf(type), { numRuns: 1, seed: 1 })[0] }
  }
}

const throughPlain = (root: unknown, path: Path) => path.reduce((v, at) => (v as Inner)[at], root)
const throughViews = (root: AnyView, path: Path) =>
  path.reduce((v: AnyView, at) => (typeof at === 'number' ? v.get(at) : v[at]), root)

function evaluated(e: Expression, read: (path: Path) => unknown): unknown {
  switch (e.tag) {
    case 'read':
      return read(e.path)
    case 'fields':
      return Object.fromEntries(e.fields.map(([name, field]) => [name, evaluated(field, read)]))
    case 'list':
      return e.elements.map((element) => evaluated(element, read))
    case 'value':
      return e.value
  }
}

/** Writes a value to a place in one of the ways that views offer. */
function assign(root: AnyView, { path, type }: Place, value: unknown, way: number): void {
  const [outer, last] = [throughViews(root, path.slice(0, -1)), path.at(-1)!]
  const whole = type.tag === 'array' || type.tag === 'queue' || type.tag === 'set'
  if (whole && way === 0) throughViews(root, path).assign(value)
  else if (typeof last === 'number') outer.set(last, value)
  else outer[last] = value
}

function replaced(root: unknown, path: Path, value: unknown): unknown {
  const [at, ...rest] = path
  if (at === undefined) return value
  if (Array.isArray(root)) return root.map((v, i) => (i === at ? replaced(v, rest, value) : v))
  return { ...(root as Inner), [at]: replaced((root as Inner)[at], rest, value) }
}

const stateAndChoices = randomType
  .map((t) =>
    struct({ x: t, like: structuredClone(t), pair: struct({ a: t, b: t }), q: queue(t, 3), row: array(3, t) }),
  )
  .chain((t) =>
    fc.tuple(fc.constant(t), arbitraryOf(t), fc.array(fc.nat(), { minLength: 1, maxLength: 80, size: 'max' })),
  )

describe('what is written may be made of views of the place it is written to', () => {
  it('as if everything were read before anything is written', () => {
    const seen = { changed: 0, composed: 0 }
    const draw = () =>
      fc.assert(
        fc.property(stateAndChoices, ([type, initial, choices]) => {
          const layout = layoutOf(type)
          const bytes = new Uint8Array(layout.bytes)
          writePlain(layout, bytes, 0, initial, String)
          const views = buildViews(layout, bytes)
          views.setMode(1)
          let taken = 0
          const next = (n: number) => choices[taken++ % choices.length]! % n
          let plain: unknown = initial
          for (let times = 0; times < 4; times++) {
            const places = placesOf(type, plain).slice(1)
            const place = places[next(places.length)]!
            const expression = expressionOf(place.type, places, next)
            const value = evaluated(expression, (path) => throughPlain(plain, path))
            const before = plain
            plain = replaced(plain, place.path, value)
            assign(
              views.root,
              place,
              evaluated(expression, (path) => throughViews(views.root, path)),
              next(2),
            )
            expect(throughView(type, views.root)).toEqual(plain)
            const packed = new Uint8Array(layout.bytes)
            writePlain(layout, packed, 0, plain, String)
            expect(bytes).toEqual(packed)
            if (print(type, before) !== print(type, plain)) seen.changed++
            if (expression.tag === 'fields' || expression.tag === 'list') seen.composed++
          }
        }),
        { numRuns: runs(300) },
      )
    untilSeen(seen, runs(40), draw)
  })
})

describe('as it is read, so it is written', () => {
  const point = struct({ x: int(0, 9), y: int(0, 9) })
  const type = struct({
    q: queue(point, 3),
    row: array(3, point),
    pair: struct({ x: point, y: point }),
    wide: struct({ n: int(0, 9), inner: struct({ n: int(0, 9) }) }),
    pairs: array(3, struct({ x: point, y: point })),
  })
  const [one, two, three] = [1, 2, 3].map((n) => ({ x: n, y: n + 3 }))
  const initial = {
    q: [one, two, three],
    row: [one, two, three],
    pair: { x: one, y: two },
    wide: { n: 1, inner: { n: 2 } },
    pairs: [one, two, three].map((p) => ({ x: p, y: one })),
  }

  /** A view stands for the place: as the guide says. */
  const keepsHead = (s: AnyView) => {
    const head = s.q.head
    s.q.remove(0)
    s.q.push(head)
  }

  it.each([
    ['the queue itself, by map', 'q', (s) => s.q.assign(s.q.map((p: unknown) => p)), [one, two, three]],
    ['some of it', 'q', (s) => s.q.assign([...s.q].filter((p) => p.x !== 1)), [two, three]],
    ['the array backwards', 'row', (s) => s.row.assign([...s.row].reverse()), [three, two, one]],
    ['two fields exchanged', 'pair', (s) => (s.pair = { x: s.pair.y, y: s.pair.x }), { x: two, y: one }],
    ['what is around it', 'wide', (s) => (s.wide = { n: 5, inner: s.wide }), { n: 5, inner: { n: 1 } }],
    [
      'an element in all of them, exchanged',
      'pairs',
      (s) => s.pairs.fill({ x: s.pairs.get(0).y, y: s.pairs.get(1).x }),
      [one, one, one].map((x) => ({ x, y: two })),
    ],
    ['a view that is kept while the queue moves on', 'q', keepsHead, [two, three, two]],
  ] as [string, string, (s: AnyView) => void, unknown][])('%s', (_, field, change, expected) => {
    const layout = layoutOf(type)
    const bytes = new Uint8Array(layout.bytes)
    writePlain(layout, bytes, 0, initial, String)
    const views = buildViews(layout, bytes)
    views.setMode(1)
    change(views.root)
    expect(readPlain(layout, bytes, 0)).toEqual({ ...initial, [field]: expected })
  })
})
