import type { Values } from './evaluate.js'
import { programOf } from './program.js'
import type { Bits, Bool, Term } from './term.js'

/** Terms as SMT-LIB 2, in the logic of quantifier-free bit vectors, QF_BV. */

/** A script that asserts all the conditions. */
export function script(conditions: readonly Bool[]): string {
  const program = programOf(conditions)
  const variables = variablesOf(program)
  const names = new Map(program.map((term, i) => [term, term.op === 'variable' ? quoted(term.name) : `t${i}`]))
  const nameOf = (term: Term) => names.get(term)!
  return [
    ...variables.map((v) => `(declare-const ${nameOf(v)} ${sortOf(v)})`),
    ...program
      .filter((term) => term.op !== 'variable')
      .map((term) => `(define-fun ${nameOf(term)} () ${sortOf(term)} ${smt(term, term.of.map(nameOf))})`),
    ...conditions.map((condition) => `(assert ${nameOf(condition)})`),
  ].join('\n')
}

/** Reads the solver's model, a line for each variable: `name -> #x00ff`, `#b0101`, `true` or `false`. */
export function readModel(model: string): Values {
  const lines = model.matchAll(/^(.+?) -> (#x[\da-fA-F]+|#b[01]+|true|false)$/gm)
  return Object.fromEntries([...lines].map(([, name, value]) => [name!.replace(/^\|(.*)\|$/, '$1'), readValue(value!)]))
}

function readValue(text: string): bigint | boolean {
  return text.startsWith('#') ? BigInt(`0${text.slice(1)}`) : text === 'true'
}

type Variable = Extract<Term, { readonly op: 'variable' }>

/** The variables by name, each once: two terms may be the same variable. */
function variablesOf(program: readonly Term[]): readonly Variable[] {
  const variables = program.filter((term): term is Variable => term.op === 'variable')
  return [...new Map(variables.map((v) => [v.name, v])).values()]
}

function quoted(name: string): string {
  return `|${name}|`
}

function sortOf(term: Term): string {
  return term.sort === 'bool' ? 'Bool' : `(_ BitVec ${term.width})`
}

function smt(term: Term, of: readonly string[]): string {
  return term.sort === 'bool' ? truth(term, of) : bits(term, of)
}

const FUNCTION = {
  not: 'bvnot',
  and: 'bvand',
  or: 'bvor',
  xor: 'bvxor',
  add: 'bvadd',
  sub: 'bvsub',
  mul: 'bvmul',
  div: 'bvudiv',
  rem: 'bvurem',
  shl: 'bvshl',
  shr: 'bvlshr',
  sar: 'bvashr',
  lt: 'bvult',
  le: 'bvule',
  slt: 'bvslt',
  sle: 'bvsle',
  join: 'concat',
} as const

function bits(term: Bits, of: readonly string[]): string {
  const operands = of.join(' ')
  switch (term.op) {
    case 'variable':
      return quoted(term.name)
    case 'constant':
      return `(_ bv${term.value} ${term.width})`
    case 'slice':
      return `((_ extract ${term.low + term.width - 1} ${term.low}) ${operands})`
    case 'extend':
      return `((_ ${term.signed ? 'sign' : 'zero'}_extend ${term.width - term.of[0].width}) ${operands})`
    case 'choose':
      return `(ite ${operands})`
    default:
      return `(${FUNCTION[term.op]} ${operands})`
  }
}

function truth(term: Bool, of: readonly string[]): string {
  const operands = of.join(' ')
  switch (term.op) {
    case 'variable':
      return quoted(term.name)
    case 'constant':
      return String(term.value)
    case 'not':
      return `(not ${operands})`
    case 'and':
    case 'or':
      // SMT-LIB wants at least one operand.
      return `(${term.op} ${term.op === 'and'} ${operands})`
    case 'equal':
      return `(= ${operands})`
    case 'choose':
      return `(ite ${operands})`
    default:
      return `(${FUNCTION[term.op]} ${operands})`
  }
}
