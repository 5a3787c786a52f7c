import type { Value } from './evaluate.js'
import { isNarrow, javascript } from './javascript.js'
import { programOf } from './program.js'
import type { Bits, Bool, Term } from './term.js'
import { unified } from './unify.js'

/** What a compiled term takes and gives: words up to 32 bits are numbers, wider ones BigInt. */
export type Plain = number | bigint | boolean

/**
 * The term as a function of its variables, in the order in which they are named: a program without branches that the
 * engine turns into machine code, for use where a term is computed very often, as in the steps of a model.
 */
export function compile(variables: readonly string[], term: Bool): (...values: readonly Plain[]) => boolean
export function compile<W extends number | bigint>(
  variables: readonly string[],
  term: Bits,
): (...values: readonly Plain[]) => W
export function compile(variables: readonly string[], term: Term): (...values: readonly Plain[]) => Plain
export function compile(variables: readonly string[], term: Term): (...values: readonly Plain[]) => Plain {
  const names = namesOf(variables)
  const [one] = unified([term])
  const lines = assignments(programOf([one!]), names)
  return new Function(...variables.map((v) => names.variable(v)), `${lines.join('\n')}\nreturn ${names.of(one!)}`) as (
    ...values: readonly Plain[]
  ) => Plain
}

/** The names of terms and variables in generated text. */
export interface Names {
  of(term: Term): string
  variable(name: string): string
}

export function namesOf(variables: readonly string[]): Names {
  const numbers = new Map<Term, number>()
  const variable = (name: string) => {
    const at = variables.indexOf(name)
    if (at < 0) throw new RangeError(`the term has a variable ${name}, which is not among ${variables.join(', ')}`)
    return `v${at}`
  }
  return {
    variable,
    of: (term) => {
      if (term.op === 'variable') return variable(term.name)
      if (term.op === 'constant') return javascript(term, [])
      if (!numbers.has(term)) numbers.set(term, numbers.size)
      return `t${numbers.get(term)}`
    },
  }
}

/** A line for every operation, in order. */
export function assignments(program: readonly Term[], names: Names): string[] {
  return program
    .filter((term) => term.op !== 'variable' && term.op !== 'constant')
    .map((term) => `const ${names.of(term)} = ${javascript(term, term.of.map(names.of))}`)
}

/** A value as a compiled term takes it. */
export function plain(sort: Term, value: bigint | boolean): Plain {
  return typeof value === 'bigint' && sort.sort === 'bits' && isNarrow(sort) ? Number(value) : value
}

/** What a compiled term gives, as a value. */
export function valueFrom(result: Plain): Value {
  return typeof result === 'number' ? BigInt(result) : result
}
