import type { Values } from '../prove/evaluate.js'
import type { Finding } from '../prove/examine.js'
import type { Theory } from '../prove/theory.js'
import { document } from './json.js'
import type { TheoryReport } from './prove.js'

/** Everything that has been found out. Words are decimal texts: they may be wider than the numbers of JSON's readers. */
export function proveJson(reports: readonly TheoryReport[]): string {
  return document({
    theories: reports.map(({ theory, lemmas, operations, limit, proves }) => ({
      ...theory,
      lemmas: lemmas.map(({ findings, ...lemma }) => ({ ...lemma, findings: findings.map(findingJson) })),
      operations,
      limit,
      proves,
    })),
  })
}

export function theoriesJson(theories: readonly Theory[]): string {
  return document({
    theories: theories.map(({ theory, lemmas }) => ({
      ...theory,
      lemmas: Object.entries(lemmas(theory.small)).map(([name, { expected }]) => ({ name, expected })),
    })),
  })
}

function findingJson({ counterexample, seconds, ...finding }: Finding): object {
  return {
    ...finding,
    counterexample: counterexample === null ? null : valuesJson(counterexample),
    seconds: Math.round(seconds * 1000) / 1000,
  }
}

function valuesJson(values: Values): object {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'bigint' ? String(value) : value]),
  )
}
