import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { randomType, throughView } from '../../test/random-type.js'
import { arbitraryOf } from './arbitrary.js'
import { codecOf } from './codec.js'
import { differences } from './difference.js'
import { ModelFailure } from './failure.js'
import { layoutOf, pathAt } from './layout.js'
import { readPlain, writeInitial, writePlain } from './pack.js'
import { print } from './print.js'
import { array, bool, id, int, oneOf, option, queue, set, struct, withDefault } from './type.js'
import { buildViews } from './views.js'

const typeAndValues = randomType
  .map((t) => struct({ x: t, y: t }))
  .chain((t) => fc.tuple(fc.constant(t), arbitraryOf(t), arbitraryOf(t)))

describe('the readings of a type agree with each other', () => {
  it('packing and reading back is the identity, and views read the same', () => {
    fc.assert(
      fc.property(typeAndValues, ([t, value]) => {
        const layout = layoutOf(t)
        const bytes = new Uint8Array(layout.bytes)
        writePlain(layout, bytes, 0, value, String)
        expect(readPlain(layout, bytes, 0)).toEqual(value)
        expect(throughView(t, buildViews(layout, bytes).root)).toEqual(value)
      }),
    )
  })

  it('assigning through views writes the same bytes as packing', () => {
    fc.assert(
      fc.property(typeAndValues, ([t, value, other]) => {
        const layout = layoutOf(t)
        const packed = new Uint8Array(layout.bytes)
        writePlain(layout, packed, 0, value, String)
        const bytes = new Uint8Array(layout.bytes)
        writePlain(layout, bytes, 0, other, String)
        const views = buildViews(layout, bytes)
        views.setMode(1)
        const root = views.root as Record<string, unknown>
        root.x = value.x
        root.y = value.y
        expect(bytes).toEqual(packed)
        // A view is a value too: assigning one to the other copies.
        root.y = root.x
        expect(throughView(t, root)).toEqual({ x: value.x, y: value.x })
      }),
    )
  })

  it('a field may be called what views call things of their own', () => {
    const part = struct({ n: int(0, 9) })
    const t = struct({ note: option(part), layout: part, pick: part, saved: part, restore: part, id: part })
    const value = Object.fromEntries(Object.keys(t.fields).map((name, n) => [name, { n }]))
    const layout = layoutOf(t)
    const views = buildViews(layout, new Uint8Array(layout.bytes))
    views.setMode(1)
    Object.assign(views.root as object, value)
    expect(throughView(t, views.root)).toEqual(value)
  })

  it('the codec accepts what the arbitrary makes, and survives JSON', () => {
    fc.assert(
      fc.property(typeAndValues, ([t, value]) => {
        const decoded = codecOf(t).decode(JSON.parse(JSON.stringify(value)))
        expect(E.isRight(decoded) && decoded.right).toEqual(value)
      }),
    )
  })

  it('what the codec refuses, packing refuses', () => {
    const t = struct({ n: int(1, 5), q: queue(bool, 2), s: set(oneOf('a', 'b')), o: option(id('cpu', 2)) })
    const good = { n: 1, q: [], s: [], o: null }
    const wrong = [{ n: 0 }, { n: 1.5 }, { n: '1' }, { q: [1] }, { q: [true, true, true] }, { s: ['c'] }, { o: 2 }]
    for (const change of [...wrong, { q: 7 }, { n: undefined }]) {
      const value = { ...good, ...change }
      expect(codecOf(t).is(value), JSON.stringify(change)).toBe(false)
      expect(() => writePlain(layoutOf(t), new Uint8Array(64), 0, value, String)).toThrow(ModelFailure)
    }
  })

  it('differences are none exactly for equal values', () => {
    fc.assert(
      fc.property(typeAndValues, ([t, a, b]) => {
        expect(differences(t, a, a)).toEqual([])
        expect(differences(t, a, b).length === 0).toBe(print(t, a) === print(t, b))
      }),
    )
  })
})

describe('views', () => {
  const t = struct({
    n: int(-1, 3),
    wide: int(0, 100_000),
    q: queue(struct({ k: oneOf('x', 'y') }), 2),
    cpu: array(2, struct({ ticket: int(0, 7), row: array(2, int(0, 1)) })),
    s: set(int(1, 12)),
    o: option(struct({ v: int(0, 9) })),
  })
  const layout = layoutOf(t)
  const fresh = () => {
    const bytes = new Uint8Array(layout.bytes)
    writeInitial(layout, bytes, 0)
    const views = buildViews(layout, bytes)
    views.setMode(1)
    // biome-ignore lint/suspicious/noExplicitAny: wrong values are the point of these tests
    return { bytes, views, s: views.root as any }
  }
  const message = (f: (s: ReturnType<typeof fresh>['s']) => void) => {
    try {
      f(fresh().s)
    } catch (e) {
      return (e as Error).message
    }
    return 'nothing was wrong'
  }

  it.each([
    ['a value out of range', (s) => (s.n = 4), 'n cannot be 4: it is int(-1, 3)'],
    ['not a number', (s) => (s.n = Number.NaN), 'n cannot be NaN: it is int(-1, 3)'],
    ['null where a number is meant', (s) => (s.n = null), 'n cannot be null: it is int(-1, 3)'],
    ['a nested field', (s) => (s.cpu.get(1).ticket = 8), 'cpu[1].ticket cannot be 8: it is int(0, 7)'],
    ['an array index', (s) => s.cpu.get(2), 'cpu has no element 2: its indices are 0 to 1'],
    ['a negative index', (s) => s.cpu.get(0).row.set(-1, 0), 'cpu[0].row has no element -1: its indices are 0 to 1'],
    ['an element', (s) => s.cpu.get(1).row.set(1, 2), 'cpu[1].row[1] cannot be 2: it is int(0, 1)'],
    ['a set element', (s) => s.s.add(0), 's cannot be 0: it is int(1, 12)'],
    ['an empty queue', (s) => s.q.shift(), 'q is empty: there is nothing to take'],
    ['the head of an empty queue', (s) => s.q.head, 'q is empty: there is nothing to take'],
    ['a queue element', (s) => s.q.push({ k: 'z' }), 'q[0].k cannot be "z": it is oneOf("x", "y")'],
    ['a record that is none', (s) => s.q.push(null), 'q[0] cannot be null: it is a struct'],
  ] as [string, (s: ReturnType<typeof fresh>['s']) => void, string][])('name the field: %s', (_, f, expected) => {
    expect(message(f)).toBe(expected)
  })

  it('name the field of a queue that overflows', () => {
    const push = (s: ReturnType<typeof fresh>['s']) => {
      for (let i = 0; i < 3; i++) s.q.push({ k: 'y' })
    }
    expect(message(push)).toBe('q is full: it holds at most 2')
  })

  it('refuse to be written outside a step, and have no field that the type has not', () => {
    const { views, s } = fresh()
    expect(() => {
      s.typo = 1
    }).toThrow(TypeError)
    views.setMode(0)
    expect(() => {
      s.cpu.get(1).ticket = 1
    }).toThrow('cpu[1].ticket was written outside a step')
    expect(() => s.q.clear()).toThrow('q was written outside a step')
    expect(() => s.s.fill()).toThrow('s was written outside a step')
  })

  it('a queue that was filled and emptied has the bytes of a fresh one', () => {
    const { bytes, s } = fresh()
    const before = bytes.slice()
    s.q.push({ k: 'y' })
    s.q.push({ k: 'y' })
    expect(s.q.shift()).toEqual({ k: 'y' })
    s.q.remove(0)
    expect(bytes).toEqual(before)
  })

  it('an option that was set and cleared has the bytes of a fresh one', () => {
    const { bytes, s } = fresh()
    const before = bytes.slice()
    s.o = { v: 7 }
    expect(s.o.v).toBe(7)
    s.o = null
    expect(s.o).toBe(null)
    expect(bytes).toEqual(before)
  })

  it('behave as the sets of the language do', () => {
    const element = fc.integer({ min: 1, max: 12 })
    const command = fc.tuple(fc.constantFrom('add', 'delete', 'has', 'clear', 'fill'), element)
    fc.assert(
      fc.property(fc.array(command), (commands) => {
        const { s } = fresh()
        const reference = new Set<number>()
        for (const [name, value] of commands) {
          if (name === 'fill') {
            s.s.fill()
            for (let v = 1; v <= 12; v++) reference.add(v)
          } else if (name === 'clear') {
            s.s.clear()
            reference.clear()
          } else if (name === 'has') expect(s.s.has(value)).toBe(reference.has(value))
          else {
            s.s[name](value)
            reference[name as 'add' | 'delete'](value)
          }
          expect([...s.s]).toEqual([...reference].sort((a, b) => a - b))
          expect(s.s.size).toBe(reference.size)
          expect(s.s.isEmpty).toBe(reference.size === 0)
          expect(s.s.isFull).toBe(reference.size === 12)
        }
      }),
    )
  })
})

describe('types', () => {
  it.each([
    ['int(2, 1)', () => int(2, 1)],
    ['int(0, 0.5)', () => int(0, 0.5)],
    ['a default out of range', () => int(0, 3, { default: 4 })],
    ['a default that is no literal of the type', () => withDefault(oneOf('a'), 'b' as 'a')],
    ['oneOf()', () => oneOf()],
    ['a literal twice', () => oneOf('a', 'a')],
    ['an array of -1', () => array(-1, bool)],
    ['a queue of 0', () => queue(bool, 0)],
    ['an option of an option', () => option(option(bool))],
    ['a field that views need', () => struct({ $: bool })],
  ])('%s is refused', (_, build) => {
    expect(build).toThrow(RangeError)
  })

  it('paths are found from offsets', () => {
    const layout = layoutOf(struct({ a: int(0, 999), b: array(2, struct({ c: bool, d: queue(bool, 3) })) }))
    expect([0, 1, 2, 3, 4, 8].map((at) => pathAt(layout, at))).toEqual([
      'a',
      'a',
      'b[0].c',
      'b[0].d',
      'b[0].d[0]',
      'b[1].d',
    ])
  })
})
