import type { LibraryTest } from '../litmus/models.js'
import { isTrue } from '../litmus/outcome.js'
import type { LitmusTest } from '../litmus/test.js'
import { litmusText } from '../litmus/text/print.js'
import { document } from './json.js'
import { broken, differing, impossible, type LitmusReport } from './litmus.js'

/** Everything of every report. Outcomes are lists of values in the order of `keys`. */
export function litmusJson(reports: readonly LitmusReport[]): string {
  return document({ tests: reports.map(reportJson) })
}

export function libraryJson(library: readonly LibraryTest[]): string {
  return document({
    tests: library.map(({ test, source, verdicts }) => ({ ...testJson(test), source, published: verdicts })),
  })
}

function testJson(test: LitmusTest): object {
  const { name, description = null, claim = null, init, threads, exists } = test
  return { name, description, text: litmusText(test), init, threads, exists, claim }
}

function reportJson(report: LitmusReport): object {
  const { test, source, published, keys, under, hardware, witnesses } = report
  return {
    ...testJson(test),
    source,
    published,
    differsFromPublished: differing(report),
    claimBrokenUnder: broken(report),
    keys,
    models: under.map(({ model, verdict, outcomes, distinct }) => ({
      model,
      verdict,
      outcomes,
      asked: outcomes.filter((outcome) => isTrue(test.exists, keys, outcome)),
      states: distinct,
    })),
    witnesses,
    hardware: hardware === null ? null : { ...hardware, forbidden: impossible(report).map(({ outcome }) => outcome) },
  }
}
