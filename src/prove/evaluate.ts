import { programOf } from './program.js'
import type { Bits, Bool, Term } from './term.js'

/** A value of a term: words as BigInt from 0 to 2^width - 1. */
export type Value = bigint | boolean

export type Values = { readonly [variable: string]: Value }

/** The value of the term where its variables have these values: the plain reading, against which the others are tested. */
export function evaluate(term: Bits, values: Values): bigint
export function evaluate(term: Bool, values: Values): boolean
export function evaluate(term: Term, values: Values): Value
export function evaluate(term: Term, values: Values): Value {
  const known = new Map<Term, Value>()
  for (const part of programOf([term])) {
    const of = part.of.map((child) => known.get(child)!)
    known.set(part, part.sort === 'bits' ? wordValue(part, of, values) : truth(part, of, values))
  }
  return known.get(term)!
}

function wordValue(term: Bits, of: readonly Value[], values: Values): bigint {
  const { width } = term
  const [a, b] = of as [bigint, bigint]
  const cut = (value: bigint) => BigInt.asUintN(width, value)
  switch (term.op) {
    case 'constant':
      return term.value
    case 'variable':
      return cut(variable(term.name, values) as bigint)
    case 'not':
      return cut(~a)
    case 'and':
      return a & b
    case 'or':
      return a | b
    case 'xor':
      return a ^ b
    case 'add':
      return cut(a + b)
    case 'sub':
      return cut(a - b)
    case 'mul':
      return cut(a * b)
    case 'div':
      return b === 0n ? cut(-1n) : a / b
    case 'rem':
      return b === 0n ? a : a % b
    case 'shl':
      return b >= width ? 0n : cut(a << b)
    case 'shr':
      return b >= width ? 0n : a >> b
    case 'sar':
      return cut(BigInt.asIntN(width, a) >> (b >= width ? BigInt(width) : b))
    case 'slice':
      return cut(a >> BigInt(term.low))
    case 'join':
      return (a << BigInt(term.of[1].width)) | b
    case 'extend':
      return term.signed ? cut(BigInt.asIntN(term.of[0].width, a)) : a
    case 'choose':
      return (of[0] ? of[1] : of[2]) as bigint
  }
}

function truth(term: Bool, of: readonly Value[], values: Values): boolean {
  const [a, b] = of as [bigint, bigint]
  switch (term.op) {
    case 'constant':
      return term.value
    case 'variable':
      return variable(term.name, values) as boolean
    case 'not':
      return !of[0]
    case 'and':
      return of.every(Boolean)
    case 'or':
      return of.some(Boolean)
    case 'equal':
      return of[0] === of[1]
    case 'lt':
      return a < b
    case 'le':
      return a <= b
    case 'slt':
      return signed(term.of[0], a) < signed(term.of[0], b)
    case 'sle':
      return signed(term.of[0], a) <= signed(term.of[0], b)
    case 'choose':
      return (of[0] ? of[1] : of[2]) as boolean
  }
}

function signed({ width }: Bits, value: bigint): bigint {
  return BigInt.asIntN(width, value)
}

function variable(name: string, values: Values): Value {
  const value = values[name]
  if (value === undefined) throw new RangeError(`the variable ${name} has no value`)
  return value
}
