import { type Finding, type Outcome, outcomeOf } from '../prove/examine.js'
import type { Lemma } from '../prove/lemma.js'
import { shownValues } from '../prove/show.js'
import type { Theory } from '../prove/theory.js'
import { operationsOf } from '../prove/unify.js'

/** What has been found out about a lemma. */
export interface LemmaReport {
  readonly name: string
  readonly expected: Lemma['expected']
  readonly findings: readonly Finding[]
  readonly outcome: Outcome
  /** The first values for which it failed, in words. */
  readonly shown: Shown | null
}

export interface Shown {
  readonly width: number
  readonly values: { readonly [name: string]: string }
}

export interface TheoryReport {
  readonly theory: Theory['theory']
  readonly lemmas: readonly LemmaReport[]
  readonly operations: readonly Operations[]
  /** How long each way of trying a lemma, and each proof, might take, in seconds. */
  readonly limit: number
  /** Whether proofs were looked for. */
  readonly proves: boolean
}

/** How many word operations something takes, for each width of words. */
export interface Operations {
  readonly name: string
  readonly counts: readonly { readonly width: number; readonly operations: number }[]
}

export function lemmaReport(theory: Theory, name: string, findings: readonly Finding[]): LemmaReport {
  const { expected } = theory.lemmas(theory.theory.small)[name]!
  const failed = findings.find(({ counterexample }) => counterexample !== null)
  const shown =
    failed === undefined
      ? null
      : { width: failed.width, values: shownValues(theory.lemmas(failed.width)[name]!, failed.counterexample!) }
  return { name, expected, findings, outcome: outcomeOf(findings, expected), shown }
}

export function operationsIn({ theory, operations }: Theory): readonly Operations[] {
  const terms = theory.widths.map((width) => ({ width, named: operations(width) }))
  const names = Object.keys(terms[0]?.named ?? {})
  return names.map((name) => ({
    name,
    counts: terms.map(({ width, named }) => ({ width, operations: operationsOf(named[name]!) })),
  }))
}
