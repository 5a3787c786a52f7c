import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Positions, Scratch } from '../../models/hardware/memory/rc11/positions.js'
import { runs } from '../../test/runs.js'

/** How many messages, and the positions of two vectors: more than fit into a word, now and then. */
const vectors = fc.integer({ min: 2, max: 8 }).chain((most) => {
  const position = fc.nat({ max: most - 1 })
  return fc
    .array(fc.tuple(position, position), { minLength: 1, maxLength: 40 })
    .map((pairs) => ({ most, one: pairs.map(([p]) => p), two: pairs.map(([, p]) => p) }))
})

function packed(positions: Positions, plain: readonly number[]): Scratch {
  const vector = new Scratch(positions.words)
  for (const [i, position] of plain.entries()) positions.set(vector, i, position)
  return vector
}

function plain(positions: Positions, vector: Scratch): number[] {
  return Array.from({ length: positions.length }, (_, i) => positions.get(vector, i))
}

const operations = {
  copy: (_: number, b: number) => b,
  join: (a: number, b: number) => Math.max(a, b),
  meet: (a: number, b: number) => Math.min(a, b),
  drop: (a: number, b: number) => (a > b ? a : 0),
}

describe('packed positions are what they are one by one', () => {
  it.each(Object.entries(operations))('%s', (name, operation) => {
    fc.assert(
      fc.property(vectors, ({ most, one, two }) => {
        const positions = new Positions(one.length, most)
        const vector = packed(positions, one)
        expect(plain(positions, vector)).toEqual(one)
        positions[name as keyof typeof operations](vector, packed(positions, two))
        expect(plain(positions, vector)).toEqual(one.map((a, i) => operation(a, two[i]!)))
        expect(positions.isZero(vector)).toBe(plain(positions, vector).every((p) => p === 0))
      }),
      { numRuns: runs(200) },
    )
  })

  it.each(['join', 'drop'] as const)('%s with a longer vector leaves out what is behind', (name) => {
    fc.assert(
      fc.property(vectors, fc.nat({ max: 40 }), ({ most, one, two }, length) => {
        const [short, long] = [one.slice(0, length), two]
        const positions = new Positions(short.length, most)
        const vector = packed(positions, short)
        positions[name](vector, packed(new Positions(long.length, most), long))
        expect(plain(positions, vector)).toEqual(short.map((a, i) => operations[name](a, long[i]!)))
      }),
      { numRuns: runs(100) },
    )
  })

  it('moved: those of a location, from one on', () => {
    fc.assert(
      fc.property(vectors, fc.nat(), fc.nat(), ({ most, one }, index, stride) => {
        const step = 1 + (stride % one.length)
        const [at, from] = [index % step, 1 + (index % most)]
        const positions = new Positions(one.length, most, step)
        const vector = packed(positions, one)
        positions.move(vector, at, from, -1)
        const isMoved = (i: number) => i % step === at && one[i]! >= from
        expect(plain(positions, vector)).toEqual(one.map((p, i) => (isMoved(i) ? p - 1 : p)))
      }),
      { numRuns: runs(100) },
    )
  })

  it('have a type with room for all of them and no more', () => {
    expect(new Positions(8, 2).type).toEqual({ tag: 'array', length: 1, element: { tag: 'int', low: 0, high: 255 } })
    expect(new Positions(16, 4).words).toBe(2)
  })
})
