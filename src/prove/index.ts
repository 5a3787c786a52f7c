/** Lemmas about machine words: stated once, tried for all values, tested with random ones, and proved by a solver. */
export { compile, type Plain } from './compile.js'
export { evaluate, type Value, type Values } from './evaluate.js'
export { type Exhausted, exhaust } from './exhaustive.js'
export {
  bits,
  bool,
  type Field,
  type Hints,
  type Instance,
  instance,
  type Lemma,
  type LemmaParts,
  lemma,
  type Shown,
  type Sort,
  type TermsOf,
  type Variables,
  type WordSort,
} from './lemma.js'
export { isAsExpected, type Proof, type ProveOptions, Prover, prove } from './prove.js'
export { propertyOf, type Sampled, type SampleOptions, sample } from './sampled.js'
export {
  add,
  and,
  type Bits,
  type Bool,
  boolVariable,
  choose,
  div,
  eq,
  extend,
  implies,
  join,
  le,
  lt,
  mul,
  ne,
  no,
  not,
  type Operand,
  or,
  rem,
  sar,
  shl,
  shr,
  sle,
  slice,
  slt,
  sub,
  type Term,
  word,
  wordVariable,
  xor,
  yes,
} from './term.js'
export { isTheory, type Lemmas, type Theory, theory } from './theory.js'
export { operationsOf } from './unify.js'
export { bitCount, bitLength, max, min, ones, rotl, rotr, trailingZeros } from './words.js'
