/**
 * Terms over machine words, as data: what a lemma is made of. A term is written once, by the functions below, and has
 * several readings, each in a file of its own beside this one: its value (`evaluate.ts`), JavaScript that computes it fast
 * (`compile.ts`), and SMT-LIB for a solver (`smt.ts`). Words are unsigned unless an operation's name says otherwise, and
 * every operation means what it means in the SMT-LIB theory of fixed-size bit vectors, at the edges too: a shift by the
 * width or more leaves nothing, a division by zero gives all ones.
 */

export type Term = Bits | Bool

/** A word of `width` bits. */
export type Bits = { readonly sort: 'bits'; readonly width: number } & (
  | { readonly op: 'constant'; readonly value: bigint; readonly of: readonly [] }
  | { readonly op: 'variable'; readonly name: string; readonly of: readonly [] }
  | { readonly op: 'not'; readonly of: readonly [Bits] }
  | { readonly op: WordOperator; readonly of: readonly [Bits, Bits] }
  /** The bits from number `low` upwards. */
  | { readonly op: 'slice'; readonly low: number; readonly of: readonly [Bits] }
  /** The first word above the second. */
  | { readonly op: 'join'; readonly of: readonly [Bits, Bits] }
  | { readonly op: 'extend'; readonly signed: boolean; readonly of: readonly [Bits] }
  | { readonly op: 'choose'; readonly of: readonly [Bool, Bits, Bits] }
)

/** A truth value. */
export type Bool = { readonly sort: 'bool' } & (
  | { readonly op: 'constant'; readonly value: boolean; readonly of: readonly [] }
  | { readonly op: 'variable'; readonly name: string; readonly of: readonly [] }
  | { readonly op: 'not'; readonly of: readonly [Bool] }
  | { readonly op: 'and' | 'or'; readonly of: readonly Bool[] }
  | { readonly op: 'equal'; readonly of: readonly [Bits, Bits] | readonly [Bool, Bool] }
  | { readonly op: Comparison; readonly of: readonly [Bits, Bits] }
  | { readonly op: 'choose'; readonly of: readonly [Bool, Bool, Bool] }
)

export const wordOperators = ['and', 'or', 'xor', 'add', 'sub', 'mul', 'div', 'rem', 'shl', 'shr', 'sar'] as const
export type WordOperator = (typeof wordOperators)[number]

export const comparisons = ['lt', 'le', 'slt', 'sle'] as const
export type Comparison = (typeof comparisons)[number]

/** A word, or a number that becomes a constant as wide as the word beside it. */
export type Operand = Bits | number | bigint

/** The constant `value` as a word. Negative numbers are two's complement; what does not fit is an error. */
export function word(width: number, value: number | bigint): Bits {
  const given = BigInt(value)
  checkedWidth('word', width)
  if (given < -(1n << BigInt(width - 1)) || given >= 1n << BigInt(width))
    throw new RangeError(`word: ${value} does not fit in ${width} bits`)
  return { sort: 'bits', width, op: 'constant', value: BigInt.asUintN(width, given), of: [] }
}

export const yes: Bool = { sort: 'bool', op: 'constant', value: true, of: [] }
export const no: Bool = { sort: 'bool', op: 'constant', value: false, of: [] }

export function wordVariable(name: string, width: number): Bits {
  return { ...sized(checkedWidth(name, width)), op: 'variable', name: checkedName(name), of: [] }
}

export function boolVariable(name: string): Bool {
  return { sort: 'bool', op: 'variable', name: checkedName(name), of: [] }
}

/** Names go into SMT-LIB between bars. */
function checkedName(name: string): string {
  if (!/^[^|\\]+$/.test(name)) throw new RangeError(`a variable cannot be called "${name}"`)
  return name
}

export const xor = binary('xor')
export const add = binary('add')
export const sub = binary('sub')
export const mul = binary('mul')
/** Unsigned division; by zero, all ones. */
export const div = binary('div')
/** The remainder of unsigned division; by zero, the left operand. */
export const rem = binary('rem')
/** Shifts to the left; by the width or more, zero. */
export const shl = binary('shl')
/** Shifts to the right, zeros coming in; by the width or more, zero. */
export const shr = binary('shr')
/** Shifts to the right, copies of the highest bit coming in. */
export const sar = binary('sar')

/** Of words bit by bit, of truth values all together. */
export function and(left: Bits, right: Operand): Bits
export function and(left: Operand, right: Bits): Bits
export function and(...all: readonly Bool[]): Bool
export function and(...all: readonly (Operand | Bool)[]): Term {
  return areBools(all) ? { sort: 'bool', op: 'and', of: all } : binary('and')(...(all as [Bits, Operand]))
}

/** Of words bit by bit, of truth values any of them. */
export function or(left: Bits, right: Operand): Bits
export function or(left: Operand, right: Bits): Bits
export function or(...all: readonly Bool[]): Bool
export function or(...all: readonly (Operand | Bool)[]): Term {
  return areBools(all) ? { sort: 'bool', op: 'or', of: all } : binary('or')(...(all as [Bits, Operand]))
}

export function not(of: Bits): Bits
export function not(of: Bool): Bool
export function not(of: Term): Term {
  return of.sort === 'bool' ? { sort: 'bool', op: 'not', of: [of] } : { ...sized(of.width), op: 'not', of: [of] }
}

export function implies(premise: Bool, conclusion: Bool): Bool {
  return or(not(premise), conclusion)
}

/** `yes` where the condition holds, `no` elsewhere. */
export function choose(condition: Bool, yes: Bool, no: Bool): Bool
export function choose(condition: Bool, yes: Bits, no: Operand): Bits
export function choose(condition: Bool, yes: Operand, no: Bits): Bits
export function choose(condition: Bool, yes: Operand | Bool, no: Operand | Bool): Term {
  if (isBool(yes) && isBool(no)) return { sort: 'bool', op: 'choose', of: [condition, yes, no] }
  const [left, right] = lifted('choose', yes as Operand, no as Operand)
  return { ...sized(left.width), op: 'choose', of: [condition, left, right] }
}

export function eq(left: Bool, right: Bool): Bool
export function eq(left: Bits, right: Operand): Bool
export function eq(left: Operand, right: Bits): Bool
export function eq(left: Operand | Bool, right: Operand | Bool): Bool {
  const of = isBool(left) && isBool(right) ? ([left, right] as const) : lifted('eq', left as Operand, right as Operand)
  return { sort: 'bool', op: 'equal', of }
}

export function ne(left: Bits, right: Operand): Bool {
  return not(eq(left, right))
}

export const lt = comparison('lt')
export const le = comparison('le')
/** Less than, of signed words. */
export const slt = comparison('slt')
/** At most, of signed words. */
export const sle = comparison('sle')

/** The `width` bits from number `low` upwards. */
export function slice(of: Bits, low: number, width: number): Bits {
  if (!(low >= 0 && low + checkedWidth('slice', width) <= of.width))
    throw new RangeError(`slice: a word of ${of.width} bits has no ${width} bits from ${low} upwards`)
  return { ...sized(width), op: 'slice', low, of: [of] }
}

/** The words side by side, the first one highest. */
export function join(high: Bits, low: Bits): Bits {
  return { ...sized(checkedWidth('join', high.width + low.width)), op: 'join', of: [high, low] }
}

/** The word made wider: by zeros, or by copies of the highest bit. */
export function extend(of: Bits, width: number, { signed = false }: { readonly signed?: boolean } = {}): Bits {
  if (checkedWidth('extend', width) < of.width)
    throw new RangeError(`extend: a word of ${of.width} bits does not fit in ${width}`)
  return width === of.width ? of : { ...sized(width), op: 'extend', signed, of: [of] }
}

function binary(op: WordOperator) {
  return (left: Operand, right: Operand): Bits => {
    const of = lifted(op, left, right)
    return { ...sized(of[0].width), op, of }
  }
}

function comparison(op: Comparison) {
  return (left: Operand, right: Operand): Bool => ({ sort: 'bool', op, of: lifted(op, left, right) })
}

/** Both operands as words of one width. */
function lifted(what: string, left: Operand, right: Operand): readonly [Bits, Bits] {
  if (isWord(left) && isWord(right)) {
    if (left.width === right.width) return [left, right]
    throw new RangeError(`${what}: a word of ${left.width} bits with one of ${right.width}`)
  }
  if (isWord(left)) return [left, word(left.width, right as number | bigint)]
  if (isWord(right)) return [word(right.width, left), right]
  throw new RangeError(`${what}: one of the operands must be a word`)
}

function sized(width: number) {
  return { sort: 'bits', width } as const
}

function isWord(value: Operand | Bool): value is Bits {
  return typeof value === 'object' && value.sort === 'bits'
}

function isBool(value: Operand | Bool): value is Bool {
  return typeof value === 'object' && value.sort === 'bool'
}

function areBools(all: readonly (Operand | Bool)[]): all is readonly Bool[] {
  return all.every(isBool)
}

const WIDEST = 256

function checkedWidth(what: string, width: number): number {
  if (!Number.isInteger(width) || width < 1 || width > WIDEST)
    throw new RangeError(`${what}: words are of 1 to ${WIDEST} bits, not ${width}`)
  return width
}
