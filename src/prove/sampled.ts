import fc from 'fast-check'
import { compile, plain, valueFrom } from './compile.js'
import type { Value, Values } from './evaluate.js'
import type { Lemma, Sort } from './lemma.js'

/** The lemma as a property of random values, for fast-check to test: at any width. */
export function propertyOf(lemma: Lemma): fc.IPropertyWithHooks<[Values]> {
  const names = Object.keys(lemma.variables)
  const assume = compile(names, lemma.assume)
  const conclude = compile(names, lemma.conclude)
  return fc.property(valuesOf(lemma), (values) => {
    const given = names.map((name) => plain(lemma.terms[name]!, values[name]!))
    fc.pre(assume(...given))
    return conclude(...given)
  })
}

export interface Sampled {
  /** In how many cases the assumption held. */
  readonly cases: number
  /** Values for which the lemma fails, made as simple as fast-check can, or null. */
  readonly counterexample: Values | null
  /** Whether as many were tried as were asked for: time may run out, or the assumption hold too rarely. */
  readonly isWhole: boolean
}

export interface SampleOptions {
  readonly samples?: number
  readonly seed?: number
  readonly seconds?: number
}

/** Tries a lemma for random values: the same ones for the same seed. */
export function sample(lemma: Lemma, { samples = 1000, seed = 1, seconds }: SampleOptions = {}): Sampled {
  const limit = seconds === undefined ? {} : { interruptAfterTimeLimit: seconds * 1000 }
  const { failed, counterexample, numRuns } = fc.check(propertyOf(lemma), { numRuns: samples, seed, ...limit })
  if (counterexample !== null) return { cases: numRuns, counterexample: counterexample[0], isWhole: false }
  return { cases: numRuns, counterexample: null, isWhole: !failed && numRuns === samples }
}

/** Values of the lemma's variables, brought to where its assumption holds as well as it can say how. */
function valuesOf({ variables, terms, adjust }: Lemma): fc.Arbitrary<Values> {
  const names = Object.keys(variables)
  const changes = Object.entries(adjust).map(([name, term]) => ({ at: names.indexOf(name), of: compile(names, term) }))
  const drawn = fc.record(Object.fromEntries(Object.entries(variables).map(([name, sort]) => [name, anyOf(sort)])))
  return drawn.map((values: Values) => {
    const given = names.map((name) => plain(terms[name]!, values[name]!))
    for (const { at, of } of changes) given[at] = of(...given)
    return Object.fromEntries(names.map((name, i) => [name, valueFrom(given[i]!)]))
  })
}

function anyOf(sort: Sort): fc.Arbitrary<Value> {
  return sort.sort === 'bool' ? fc.boolean() : fc.bigInt({ min: 0n, max: (1n << BigInt(sort.width)) - 1n })
}
