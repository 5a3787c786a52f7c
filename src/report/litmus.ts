import type { HardwareResult } from '../litmus/hardware/run.js'
import type { MemoryModel, Verdicts, WitnessStep } from '../litmus/models.js'
import type { Outcome } from '../litmus/outcome.js'
import type { LitmusTest } from '../litmus/test.js'
import type { Under } from '../litmus/under.js'

/** Everything there is to tell of one test. */
export interface LitmusReport {
  readonly test: LitmusTest
  /** Who published it, or the file that it was read from. */
  readonly source: string
  /** What is known of a test of the library. */
  readonly published: Verdicts
  readonly keys: readonly string[]
  /** The models that were asked for. */
  readonly under: readonly Under[]
  /** Whether a claim of the test that a model breaks is a failure. */
  readonly judged: boolean
  readonly hardware: HardwareResult | null
  readonly witnesses: readonly Witness[]
}

/** A run under a model that ends with the outcome wanted, or none under all of these. */
export interface Witness {
  readonly models: readonly MemoryModel[]
  readonly run: { readonly outcome: Outcome; readonly steps: readonly WitnessStep[] } | null
}

/** The models under which a verdict is not what was published. */
export function differing({ under, published }: LitmusReport): MemoryModel[] {
  return under.flatMap(({ model, verdict }) => ((published[model] ?? verdict) === verdict ? [] : [model]))
}

/** The models that a claim of the test does not hold under. */
export function broken({ test, under, judged }: LitmusReport): MemoryModel[] {
  if (test.claim === undefined || !judged) return []
  return under.flatMap(({ model, verdict }) => (verdict === 'allowed' ? [model] : []))
}

/** Outcomes that were seen on the processor, though the model that it keeps to forbids them. */
export function impossible({ hardware, under }: LitmusReport): HardwareResult['seen'] {
  const native = under.find(({ model }) => model === hardware?.model)
  if (hardware === null || native === undefined) return []
  const allowed = new Set(native.outcomes.map((outcome) => outcome.join()))
  return hardware.seen.filter(({ outcome }) => !allowed.has(outcome.join()))
}

/** What a test asks for: `forall` asks for an outcome that breaks it. */
export function askedFor({ claim }: LitmusTest): string {
  return claim === 'forall' ? 'An outcome that breaks it' : 'What it asks about'
}
