import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anyBits, anyBool, values, variables, WIDTHS } from '../../test/random-term.js'
import { runs } from '../../test/runs.js'
import { compile, plain, valueFrom } from './compile.js'
import { evaluate, type Values } from './evaluate.js'
import * as t from './index.js'
import { openSolver, type Solver } from './solver.js'
import { substitute } from './substitute.js'
import { unified } from './unify.js'

const names = Object.keys(variables)
const anyTerm = fc.oneof(
  anyBool(3),
  fc.constantFrom(...WIDTHS).chain((width) => anyBits(width, 3)),
) as fc.Arbitrary<t.Bool>

function variable(name: string): t.Term {
  const sort = variables[name]!
  return sort.sort === 'bool' ? t.boolVariable(name) : t.wordVariable(name, sort.width)
}

/** That the term has this value, and its variables theirs. */
function constant(of: t.Term, value: t.Value): t.Term {
  return of.sort === 'bool' ? (value ? t.yes : t.no) : t.word(of.width, value as bigint)
}

function equal(left: t.Term, right: t.Term): t.Bool {
  return t.eq(left as t.Bits, right as t.Bits)
}

describe('the readings of a term agree:', () => {
  let solver: Solver
  beforeAll(async () => {
    solver = await openSolver()
  })
  afterAll(() => solver.close())

  it('evaluated, and compiled to JavaScript', () => {
    fc.assert(
      fc.property(anyTerm, values, (term, given) => {
        const run = compile(names, term as t.Term)
        expect(valueFrom(run(...names.map((name) => plain(variable(name), given[name]!))))).toBe(evaluate(term, given))
      }),
      { numRuns: runs(500) },
    )
  })

  it('evaluated, and with constants in place of its variables', () => {
    fc.assert(
      fc.property(anyTerm, values, (term, given) => {
        const constants = new Map(names.map((name) => [variable(name), constant(variable(name), given[name]!)]))
        const [closed] = substitute([term], constants)
        expect(evaluate(closed!, {})).toBe(evaluate(term, given))
      }),
      { numRuns: runs(200) },
    )
  })

  it('evaluated, and as the solver understands it: with these inputs it has this value, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(anyTerm, values, async (term, given) => {
        const inputs = names.map((name) => equal(variable(name), constant(variable(name), given[name]!)))
        const output = equal(term, constant(term, evaluate(term, given)))
        expect((await solver.ask([...inputs, output], 60)).tag).toBe('values')
        expect((await solver.ask([...inputs, t.not(output)], 60)).tag).toBe('none')
      }),
      { numRuns: runs(60) },
    )
  })

  it('what the solver finds makes the term true, and where it finds nothing, nothing random does', async () => {
    const found = { values: 0, none: 0, unknown: 0 }
    await fc.assert(
      fc.asyncProperty(anyBool(3), fc.array(values, { minLength: 5, maxLength: 5 }), async (term, given) => {
        const answer = await solver.ask([term], 60)
        found[answer.tag]++
        const zeros = Object.fromEntries(names.map((name) => [name, variables[name]!.sort === 'bool' ? false : 0n]))
        if (answer.tag === 'values') expect(evaluate(term, { ...zeros, ...answer.values })).toBe(true)
        if (answer.tag === 'none') for (const one of given) expect(evaluate(term, one)).toBe(false)
      }),
      { numRuns: runs(60) },
    )
    expect(found.unknown).toBe(0)
    expect(found.values).toBeGreaterThan(0)
    expect(found.none).toBeGreaterThan(0)
  })
})

describe('words of the field', () => {
  const x = t.wordVariable('x', 8)
  const n = t.wordVariable('n', 8)
  const all = Array.from({ length: 256 }, (_, i) => i)
  const of = (term: t.Bits, values: Values) => Number(evaluate(term, values))
  const binary = (value: number) => value.toString(2).padStart(8, '0')

  it.each<[string, t.Bits, (value: number) => number]>([
    ['bitCount', t.bitCount(x), (v) => [...binary(v)].filter((bit) => bit === '1').length],
    ['bitLength', t.bitLength(x), (v) => (v === 0 ? 0 : v.toString(2).length)],
    ['trailingZeros', t.trailingZeros(x), (v) => (v === 0 ? 7 : /0*$/.exec(binary(v))![0].length)],
    ['ones', t.ones(8, x), (v) => (v >= 8 ? 255 : 2 ** v - 1)],
  ])('%s', (_, term, expected) => {
    for (const value of all) expect(of(term, { x: BigInt(value) })).toBe(expected(value))
  })

  it('rotl and rotr', () => {
    for (const value of all)
      for (const by of [0, 1, 3, 7, 8, 9, 255]) {
        const text = binary(value)
        const turn = by % 8
        const given = { x: BigInt(value), n: BigInt(by) }
        expect(binary(of(t.rotl(x, n), given))).toBe(text.slice(turn) + text.slice(0, turn))
        expect(binary(of(t.rotr(x, n), given))).toBe(text.slice(8 - turn) + text.slice(0, 8 - turn))
      }
  })

  it('min and max', () => {
    for (const a of [0, 7, 255])
      for (const b of [0, 8, 254]) {
        const given = { x: BigInt(a), n: BigInt(b) }
        expect([of(t.min(x, n), given), of(t.max(x, n), given)]).toEqual([Math.min(a, b), Math.max(a, b)])
      }
  })

  it.each<[string, () => unknown]>([
    ['add: a word of 8 bits with one of 4', () => t.add(x, t.word(4, 1))],
    ['word: 256 does not fit in 8 bits', () => t.add(x, 256)],
    ['slice: a word of 8 bits has no 4 bits from 5 upwards', () => t.slice(x, 5, 4)],
    ['extend: a word of 8 bits does not fit in 4', () => t.extend(x, 4)],
    ['a word of 6 bits cannot be rotated', () => t.rotl(t.wordVariable('y', 6), 1)],
    ['words are of 1 to 256 bits, not 0', () => t.wordVariable('y', 0)],
    ['a variable cannot be called "a|b"', () => t.wordVariable('a|b', 8)],
  ])('wrong use is an error: %s', (message, use) => {
    expect(use).toThrow(message)
  })
})

describe('what is written the same way twice', () => {
  it('is computed and counted once, and has the value that it had', () => {
    const [x, y] = [t.wordVariable('x', 8), t.wordVariable('y', 8)]
    const sum = () => t.add(x, t.mul(y, 3))
    expect(t.operationsOf(t.xor(sum(), t.shl(sum(), 1)))).toBe(4)
    expect(t.operationsOf(sum(), sum())).toBe(2)
    expect(t.operationsOf(t.add(x, y), t.add(y, x), t.add(t.wordVariable('x', 8), y))).toBe(2)
    fc.assert(
      fc.property(anyTerm, values, (term, given) => {
        const [one, two] = unified([term, { ...term }])
        expect(one).toBe(two)
        expect(evaluate(one!, given)).toBe(evaluate(term, given))
        expect(t.operationsOf(one!)).toBe(t.operationsOf(term))
      }),
      { numRuns: runs(200) },
    )
  })
})
