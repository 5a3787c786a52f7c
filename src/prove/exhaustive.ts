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
  /** Whether that were all; time may run out, or somebody interrupt. */
  readonly isWhole: boolean
}

export interface ExhaustOptions {
  /** Wall-clock time, in seconds. */
  readonly seconds?: number
  readonly signal?: AbortSignal
}

/** The widest variable whose values are counted through. */
const WIDEST = 20

/** Tries a lemma for all values of its variables, to the end. */
export function exhaust(lemma: Lemma, options: ExhaustOptions = {}): Exhausted {
  const slices = exhausting(lemma, options)
  for (;;) {
    const slice = slices.next()
    if (slice.done) return slice.value
  }
}

/**
 * The same in slices of some milliseconds: one loop inside the other, in the order in which the variables are declared.
 * Whatever does not depend on the inner variables is computed outside their loops, and a condition that fails there spares
 * the loops: a variable after the ones that restrict it costs little.
 */
export function* exhausting(
  lemma: Lemma,
  { seconds = Number.POSITIVE_INFINITY, signal }: ExhaustOptions = {},
): Generator<void, Exhausted> {
  refuseWide(lemma)
  const deadline = performance.now() + seconds * 1000
  const slice = sliceOf(lemma)
  let cases = 0
  let from: readonly number[] = Object.keys(lemma.variables).map(() => 0)
  for (;;) {
    const tried = slice(from)
    cases += tried.cases
    if (tried.found !== null || tried.next === null)
      return { cases, counterexample: tried.found && valuesOf(lemma, tried.found), isWhole: tried.found === null }
    if (signal?.aborted === true || performance.now() > deadline) return { cases, counterexample: null, isWhole: false }
    from = tried.next
    yield
  }
}

function valuesOf({ variables }: Lemma, found: readonly (number | boolean)[]): Values {
  const values = Object.keys(variables).map((name, i): [string, Value] => {
    const value = found[i]!
    return [name, typeof value === 'boolean' ? value : BigInt(value)]
  })
  return Object.fromEntries(values)
}

/** Throws if a variable has too many values to try them all. */
export function refuseWide({ variables }: Lemma): void {
  for (const [name, sort] of Object.entries(variables))
    if (sort.sort === 'bits' && sort.width > WIDEST)
      throw new RangeError(
        `${name} has ${sort.width} bits: too many values to try them all, which takes ${WIDEST} at most`,
      )
}

/** What one slice has shown. */
interface Tried {
  readonly cases: number
  /** The values for which the lemma fails, or null. */
  readonly found: readonly (number | boolean)[] | null
  /** Where the loops were when it ended; null if they had come to their ends. */
  readonly next: readonly number[] | null
}

/** How often a slice goes round at most, in all loops together. */
const ROUNDS = 1 << 20

/** The loops, which begin somewhere and end where they have to be begun again. A generator would take three times as long. */
function sliceOf(lemma: Lemma): (from: readonly number[]) => Tried {
  const starts = Object.keys(lemma.variables).map((_, i) => `let s${i} = from[${i}]`)
  const source = `'use strict'
let cases = 0, rounds = 0
${starts.join('\n')}
${loops(lemma)}
return { cases, found: null, next: null }`
  return new Function('from', source) as ReturnType<typeof sliceOf>
}

function loops(lemma: Lemma): string {
  const variables = Object.keys(lemma.variables)
  const [conclusion, ...conditions] = unified([lemma.conclude, ...conditionsOf(lemma.assume)])
  const program = programOf([...conditions, conclusion!])
  const depth = depthsOf(program, variables)
  const names = namesOf(variables)
  const found = `[${variables.map(names.variable).join(', ')}]`
  const bodyAt = (level: number): string => {
    const inner =
      level === variables.length
        ? `cases++\nif (!(${names.of(conclusion!)})) return { cases, found: ${found}, next: null }`
        : loopOver(level, names.variable(variables[level]!), lemma.variables[variables[level]!]!, bodyAt(level + 1))
    const here = assignments(
      program.filter((term) => depth.get(term) === level),
      names,
    )
    const asked = conditions.filter((condition) => depth.get(condition) === level).map(names.of)
    const tests = asked.length === 0 ? '' : `if (${asked.join(' && ')}) {\n${inner}\n}`
    const next = variables.map((_, i) => (i < level ? `i${i}` : '0')).join(', ')
    const turn = level === 0 ? [] : [`if (rounds++ === ${ROUNDS}) return { cases, found: null, next: [${next}] }`]
    return [...turn, ...here, tests || inner].join('\n')
  }
  return bodyAt(0)
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

/** One loop, which begins where the slice does, and at the first value ever after. */
function loopOver(level: number, name: string, sort: Sort, body: string): string {
  const [count, value] = sort.sort === 'bool' ? [2, `i${level} === 1`] : [2 ** sort.width, `i${level}`]
  return `for (let i${level} = s${level}; i${level} < ${count}; i${level}++) {
const ${name} = ${value}
${body}
}
s${level} = 0`
}
