import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evaluate } from './evaluate.js'
import { examine } from './examine.js'
import { exhaust } from './exhaustive.js'
import {
  add,
  and,
  type Bits,
  bits,
  bool,
  choose,
  eq,
  instance,
  isAsExpected,
  type Lemma,
  le,
  lemma,
  lt,
  mul,
  ne,
  no,
  not,
  or,
  Prover,
  prove,
  sample,
  shr,
  theory,
  word,
  xor,
} from './index.js'

/** The average of two words, which is not half their sum: that may not fit. */
const averages = (width: number) => {
  const between = (average: (a: Bits, b: Bits) => Bits): Lemma =>
    lemma(
      { a: bits(width), b: bits(width) },
      { assume: ({ a, b }) => le(a, b), conclude: ({ a, b }) => and(le(a, average(a, b)), le(average(a, b), b)) },
    ) as unknown as Lemma
  return {
    plain: between((a, b) => shr(add(a, b), 1)),
    careful: between((a, b) => add(and(a, b), shr(xor(a, b), 1))),
  }
}

describe('a lemma, stated once, is checked in three ways:', () => {
  let prover: Prover
  beforeAll(async () => {
    prover = await Prover.open()
  })
  afterAll(() => prover.close())

  it('true, in all of them', async () => {
    // 8 bits: 256 words, and as many pairs as there are with a ≤ b.
    expect(exhaust(averages(8).careful)).toEqual({ cases: (256 * 257) / 2, counterexample: null, isWhole: true })
    for (const width of [8, 32, 64]) {
      const { careful } = averages(width)
      expect(sample(careful, { samples: 300 })).toEqual({ cases: 300, counterexample: null, isWhole: true })
      expect(await prover.prove(careful)).toMatchObject({ verdict: 'proved', vacuous: false, counterexample: null })
    }
  })

  it('false, and each brings inputs that violate it', async () => {
    const found = [
      { of: averages(8).plain, values: exhaust(averages(8).plain).counterexample },
      ...[8, 32, 64].map((width) => ({
        of: averages(width).plain,
        values: sample(averages(width).plain, { samples: 1000 }).counterexample,
      })),
    ]
    for (const width of [8, 32, 64]) {
      const proof = await prover.prove(averages(width).plain)
      expect(proof.verdict).toBe('false')
      found.push({ of: averages(width).plain, values: proof.counterexample })
    }
    for (const { of, values } of found) {
      expect(values).not.toBeNull()
      expect([evaluate(of.assume, values!), evaluate(of.conclude, values!)]).toEqual([true, false])
    }
  })

  it('the first counterexample of all is the smallest one', () => {
    // 1 + 255 overflows; with a = 0 nothing does.
    expect(exhaust(averages(8).plain).counterexample).toEqual({ a: 1n, b: 255n })
  })

  it('about truth values too', async () => {
    const deMorgan = lemma({ p: bool, q: bool }, { conclude: ({ p, q }) => eq(not(and(p, q)), or(not(p), not(q))) })
    expect(exhaust(deMorgan as never)).toMatchObject({ cases: 4, counterexample: null })
    expect((await prover.prove(deMorgan as never)).verdict).toBe('proved')
  })

  it('what holds because nothing is assumed to be possible is said to be vacuous, and not as expected', async () => {
    const impossible = lemma({ a: bits(8) }, { assume: ({ a }) => lt(a, 0), conclude: () => no }) as unknown as Lemma
    const proof = await prover.prove(impossible)
    expect(proof).toMatchObject({ verdict: 'proved', vacuous: true })
    expect(isAsExpected(proof, impossible)).toBe(false)
    expect(exhaust(impossible)).toEqual({ cases: 0, counterexample: null, isWhole: true })
    expect(sample(impossible, { samples: 10 })).toMatchObject({ isWhole: false, counterexample: null })
  })

  describe('with hints', () => {
    const number = { a: bits(32), b: bits(32) }
    const commutes = lemma(number, { conclude: ({ a, b }) => eq(mul(a, b), mul(b, a)) })

    it('a fact that is proved by itself is used, and what it is about is forgotten', async () => {
      const squares = lemma(number, {
        conclude: ({ a, b }) => eq(xor(mul(a, b), mul(b, a)), 0),
        by: ({ a, b }) => ({ uses: [instance(commutes, { a, b })], forgets: [mul(a, b), mul(b, a)] }),
      })
      expect((await prover.prove(squares as never)).verdict).toBe('proved')
    })

    it('cases that leave something out prove nothing: the rest is a case, too', async () => {
      const cases = lemma(number, {
        conclude: ({ a }) => lt(a, 10),
        by: ({ a }) => ({ cases: [lt(a, 5), and(le(5, a), lt(a, 10))] }),
      }) as unknown as Lemma
      const { verdict, counterexample } = await prover.prove(cases)
      expect(verdict).toBe('false')
      expect(evaluate(cases.conclude, counterexample!)).toBe(false)
    })

    it('forgetting too much, or using what is false, never makes a lemma false or true', async () => {
      const wrong = lemma(number, { conclude: ({ a, b }) => eq(a, b) })
      const forgets = lemma(number, {
        conclude: ({ a, b }) => le(and(a, b), a),
        by: ({ a, b }) => ({ forgets: [and(a, b)] }),
      })
      const uses = lemma(number, {
        conclude: ({ a, b }) => eq(a, b),
        by: ({ a, b }) => ({ uses: [instance(wrong, { a, b })] }),
      })
      expect((await prover.prove(forgets as never)).verdict).toBe('proved')
      expect((await prover.prove(uses as never)).verdict).toBe('false')
    })

    it('terms that do not fit a lemma are refused', () => {
      expect(() => instance(commutes, { a: word(8, 1), b: word(32, 1) })).toThrow(
        'a is a word of 32 bits, not a word of 8 bits',
      )
    })
  })

  // Finding the factors of the product of two primes of 64 bits each takes longer than anybody waits.
  const factors = lemma(
    { a: bits(128), b: bits(128) },
    {
      assume: ({ a, b }) => and(...[a, b].flatMap((n) => [lt(n, 1n << 64n), ne(n, 1)])),
      conclude: ({ a, b }) => ne(mul(a, b), 18446744073709551557n * 18446744073709551533n),
    },
  ) as unknown as Lemma

  it('undecided, when time runs out', async () => {
    const { verdict, reason, seconds } = await prove(factors, { timeout: 0.2 })
    expect([verdict, reason]).toEqual(['inconclusive', 'timeout'])
    expect(seconds).toBeGreaterThanOrEqual(0.2)
  })

  it('undecided, when time runs out; the next lemma has as much for itself', async () => {
    const patient = await Prover.open({ timeout: 1 })
    expect(await patient.prove(factors)).toMatchObject({ verdict: 'inconclusive', reason: 'timeout' })
    expect((await patient.prove(averages(8).careful)).verdict).toBe('proved')
    await patient.close()
  })

  it('undecided, when it is interrupted, and so is all that comes after', async () => {
    const impatient = await Prover.open()
    const proof = impatient.prove(factors)
    setTimeout(() => impatient.interrupt(), 200)
    expect((await proof).verdict).toBe('inconclusive')
    expect(await impatient.prove(averages(8).careful)).toMatchObject({ verdict: 'inconclusive', reason: 'interrupted' })
    await impatient.close()
  })

  const wide = lemma(
    { a: bits(16), b: bits(16), c: bits(16) },
    { conclude: ({ a, b }) => choose(lt(a, b), le(a, b), le(b, a)) },
  ) as unknown as Lemma

  it('trying all ends when somebody interrupts, who gets a turn to do so', async () => {
    const interruption = new AbortController()
    setTimeout(() => interruption.abort(), 50)
    const words = theory('words', { small: 16, widths: [16, 64], lemmas: () => ({ wide }) })
    const findings = examine(words, 'wide', {
      prover: null,
      samples: 9,
      seed: 1,
      seconds: 600,
      signal: interruption.signal,
    })
    const { value } = await findings.next()
    expect(value).toMatchObject({ way: 'exhaustive', verdict: 'inconclusive', reason: 'not all of it was tried' })
    expect(value!.cases).toBeGreaterThan(0)
    expect(await findings.next()).toEqual({ done: true, value: undefined })
  })

  it('trying all ends when time runs out, and says so', () => {
    const { isWhole, cases } = exhaust(wide, { seconds: 0.01 })
    expect(isWhole).toBe(false)
    expect(cases).toBeLessThan(2 ** 32)
  })
})
