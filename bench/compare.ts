import { type Counts, median, type Run } from './measured.js'
import type { Subject } from './models.js'
import { runShootdown } from './shootdown.js'
import { compile, type Order, type Verifier } from './spin.js'

/** What is compared: Shootdown with so many workers, or Spin in one of its orders. */
export type Contender = { readonly workers: number } | { readonly order: Order }

/** All runs of one contender over one subject. */
export interface Series {
  readonly name: string
  readonly contender: Contender
  readonly runs: readonly (Run & { readonly bytesPerState: number })[]
  /** What it takes before each run can start, once for all; 0 for Shootdown. */
  readonly compileSeconds: readonly number[]
}

export interface Comparison {
  readonly subject: Subject
  readonly series: readonly Series[]
  /** Counts that are not what they should be, one sentence each. */
  readonly mismatches: readonly string[]
}

export function nameOf(contender: Contender): string {
  if ('order' in contender) return `Spin ${contender.order}`
  return contender.workers === 1 ? 'Shootdown' : `Shootdown, ${contender.workers} workers`
}

/**
 * Runs every contender over the subject, taking turns, so that a machine that is busy for a while is busy for all.
 * Spin's verifiers are compiled anew `compilations` times.
 */
export function compare(
  subject: Subject,
  contenders: readonly Contender[],
  repeat: number,
  compilations: number,
): Comparison {
  const series = contenders.map((contender) => ({
    name: nameOf(contender),
    contender,
    runs: [] as Series['runs'][number][],
    compileSeconds: [] as number[],
  }))
  const verifiers = new Map<Order, Verifier>()
  try {
    for (let round = 0; round < repeat; round++)
      for (const { contender, runs, compileSeconds } of series) {
        if ('workers' in contender) {
          runs.push(runShootdown(subject, contender.workers))
          continue
        }
        const { order } = contender
        if (round < compilations) {
          verifiers.get(order)?.remove()
          const verifier = compile(subject, order)
          verifiers.set(order, verifier)
          compileSeconds.push(verifier.compileSeconds)
        }
        runs.push(verifiers.get(order)!.run())
      }
  } finally {
    for (const verifier of verifiers.values()) verifier.remove()
  }
  return {
    subject,
    series,
    mismatches: [...new Set(series.flatMap((s) => s.runs.flatMap((r) => wrong(s, r, subject))))],
  }
}

function wrong({ name }: Series, { counts }: Run, { model, size, expected }: Subject): string[] {
  const should: Counts = {
    stored: expected.distinct + expected.excluded,
    generated: expected.generated,
    deadlock: expected.deadlock,
    otherErrors: 0,
  }
  return (Object.keys(should) as (keyof Counts)[])
    .filter((key) => counts[key] !== should[key])
    .map((key) => `${model} ${size}: ${name} says ${key} ${counts[key]}, not ${should[key]} (${expected.source})`)
}

/** The medians of a series. `whole` is from the command to the verdict: it includes compiling. */
export interface Medians {
  readonly search: number
  readonly whole: number
  readonly cpu: number
  readonly compile: number
  readonly bytesPerState: number
}

export function mediansOf({ runs, compileSeconds }: Series): Medians {
  const compile = compileSeconds.length === 0 ? 0 : median(compileSeconds)
  return {
    search: median(runs.map((r) => r.search)),
    whole: median(runs.map((r) => r.whole)) + compile,
    cpu: median(runs.map((r) => r.cpu)),
    compile,
    bytesPerState: median(runs.map((r) => r.bytesPerState)),
  }
}
