import { assignments, namesOf } from './compile.js'
import type { Value, Values } from './evaluate.js'
import { conditionsOf, type Lemma, type Sort } from './lemma.js'
import { programOf } from './program.js'
import type { Term } from './term.js'
import { unified } from './unify.js'

/** What trying all values has shown. */
export interface Exhausted {
  /** In how many cases the assumption held. */
  readonly cases: number
  /** The first values for which the lemma fails, or null. */
  readonly counterexample: Values | null
  /** Whether that were all, or time ran out. */
  readonly isWhole: boolean
}

/** The widest variable whose values are counted through. */
const WIDEST = 20

/**
 * Tries a lemma for all values of its variables: one loop inside the other, in the order in which they are declared.
 * Whatever does not depend on the inner variables is computed outside their loops, and a condition that fails there spares
 * the loops: a variable after the ones that restrict it costs little.
 */
export function exhaust(lemma: Lemma, { seconds = Number.POSITIVE_INFINITY } = {}): Exhausted {
  const variables = Object.entries(lemma.variables)
  refuseWide(lemma)
  const deadline = performance.now() + seconds * 1000
  const all = new Function('isLate', `${loops(lemma)}\nreturn [cases, null, true]`)
  const [cases, found, isWhole] = all(() => performance.now() > deadline) as [number, readonly Found[] | null, boolean]
  if (found === null) return { cases, counterexample: null, isWhole }
  const values = variables.map(([name], i): [string, Value] => {
    const value = found[i]!
    return [name, typeof value === 'boolean' ? value : BigInt(value)]
  })
  return { cases, counterexample: Object.fromEntries(values), isWhole }
}

/** Throws if a variable has too many values to try them all. */
export function refuseWide({ variables }: Lemma): void {
  for (const [name, sort] of Object.entries(variables))
    if (sort.sort === 'bits' && sort.width > WIDEST)
      throw new RangeError(
        `${name} has ${sort.width} bits: too many values to try them all, which takes ${WIDEST} at most`,
      )
}

type Found = number | boolean

function loops(lemma: Lemma): string {
  const variables = Object.keys(lemma.variables)
  const [conclusion, ...conditions] = unified([lemma.conclude, ...conditionsOf(lemma.assume)])
  const program = programOf([...conditions, conclusion!])
  const depth = depthsOf(program, variables)
  const names = namesOf(variables)
  const bodyAt = (level: number): string => {
    const inner =
      level === variables.length
        ? `cases++\nif (!(${names.of(conclusion!)})) return [cases, [${variables.map(names.variable).join(', ')}], false]`
        : `${loopOver(names.variable(variables[level]!), lemma.variables[variables[level]!]!)} {\n${bodyAt(level + 1)}\n}`
    const here = assignments(
      program.filter((term) => depth.get(term) === level),
      names,
    )
    const asked = conditions.filter((condition) => depth.get(condition) === level).map(names.of)
    const tests = asked.length === 0 ? '' : `if (${asked.join(' && ')}) {\n${inner}\n}`
    // Asked for the time now and then only.
    const late =
      level === variables.length ? ['if ((++tried & 0xfffff) === 0 && isLate()) return [cases, null, false]'] : []
    return [...late, ...here, tests || inner].join('\n')
  }
  return `let cases = 0\nlet tried = 0\n${bodyAt(0)}`
}

/** How many loops a term stands inside: those of the variables up to its last one. */
function depthsOf(program: readonly Term[], variables: readonly string[]): ReadonlyMap<Term, number> {
  const depth = new Map<Term, number>()
  for (const term of program)
    depth.set(
      term,
      term.op === 'variable'
        ? variables.indexOf(term.name) + 1
        : Math.max(0, ...term.of.map((part) => depth.get(part)!)),
    )
  return depth
}

function loopOver(name: string, sort: Sort): string {
  return sort.sort === 'bool'
    ? `for (const ${name} of [false, true])`
    : `for (let ${name} = 0; ${name} < ${2 ** sort.width}; ${name}++)`
}
