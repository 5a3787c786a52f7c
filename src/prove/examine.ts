import { inTurns } from '../search/turns.js'
import type { Values } from './evaluate.js'
import { exhausting } from './exhaustive.js'
import type { Lemma } from './lemma.js'
import type { Prover } from './prove.js'
import { sample } from './sampled.js'
import type { Theory } from './theory.js'

/** How a lemma is looked at: all words of small width, random ones of full width, a proof for all of full width. */
export type Way = 'exhaustive' | 'sampled' | 'proved'

/** What looking at a lemma in one way, for words of one width, has shown. */
export interface Finding {
  readonly way: Way
  readonly width: number
  readonly verdict: 'holds' | 'false' | 'inconclusive'
  /** Values for which the lemma fails. */
  readonly counterexample: Values | null
  /** For how many values it was tried, if it was not proved. */
  readonly cases: number | null
  /** It is proved, but nothing satisfies its assumption. */
  readonly vacuous: boolean
  /** The lemma says that no proof is to be looked for. */
  readonly isLeftOpen: boolean
  /** Why it is inconclusive. */
  readonly reason: string | null
  readonly seconds: number
}

export interface ExamineOptions {
  /** Who looks for proofs; null if nobody does. */
  readonly prover: Prover | null
  readonly samples: number
  readonly seed: number
  /** For each way and each question to the solver. */
  readonly seconds: number
  /** Ends what is being tried; what was found out by then is told. */
  readonly signal?: AbortSignal
}

/** Looks at a lemma of a theory in all three ways, one after the other, or in two of them where nobody proves. */
export async function* examine(
  { theory, lemmas }: Theory,
  name: string,
  { prover, samples, seed, seconds, signal }: ExamineOptions,
): AsyncGenerator<Finding> {
  const timed = async (way: Way, width: number, look: (lemma: Lemma) => Seen | Promise<Seen>): Promise<Finding> => {
    const started = performance.now()
    const seen = await look(lemmas(width)[name]!)
    return { ...NOTHING, way, width, ...verdictOf(seen), seconds: (performance.now() - started) / 1000 }
  }
  const options = { seconds, ...(signal && { signal }) }
  yield await timed('exhaustive', theory.small, (lemma) => inTurns(exhausting(lemma, options)))
  const failed = new Set<number>()
  for (const width of theory.widths) {
    if (signal?.aborted === true) return
    const finding = await timed('sampled', width, (lemma) => sample(lemma, { samples, seed, seconds }))
    if (finding.verdict === 'false') failed.add(width)
    yield finding
  }
  for (const width of theory.widths) {
    if (signal?.aborted === true) return
    // Nobody can prove it any more.
    if (prover === null || failed.has(width)) continue
    yield { ...NOTHING, way: 'proved', width, ...(await proved(lemmas(width)[name]!, prover)) }
  }
}

async function proved(lemma: Lemma, prover: Prover) {
  if (lemma.open !== null) return { verdict: 'inconclusive', isLeftOpen: true, reason: lemma.open, seconds: 0 } as const
  const { verdict, ...proof } = await prover.prove(lemma)
  return { ...proof, verdict: verdict === 'proved' ? 'holds' : verdict } as const
}

interface Seen {
  readonly cases: number
  readonly counterexample: Values | null
  readonly isWhole: boolean
}

function verdictOf({ cases, counterexample, isWhole }: Seen) {
  if (counterexample !== null) return { verdict: 'false', cases, counterexample } as const
  if (isWhole) return { verdict: 'holds', cases } as const
  return { verdict: 'inconclusive', cases, reason: 'not all of it was tried' } as const
}

const NOTHING = { counterexample: null, cases: null, vacuous: false, isLeftOpen: false, reason: null }

/**
 * What the findings come to. A lemma that is expected to be true has to be proved at all widths, but for those where it is
 * left open, and fail nowhere; one that is known to be false has to fail somewhere and be proved nowhere.
 */
export function outcomeOf(findings: readonly Finding[], expected: Lemma['expected']): Outcome {
  const isFalse = findings.some(({ verdict }) => verdict === 'false')
  const proofs = findings.filter(({ way }) => way === 'proved')
  if (findings.some(({ vacuous }) => vacuous)) return 'unexpected'
  if (expected === 'false')
    return proofs.some(({ verdict }) => verdict === 'holds') ? 'unexpected' : isFalse ? 'expected' : 'inconclusive'
  if (isFalse) return 'unexpected'
  const isDone = ({ verdict, isLeftOpen }: Finding) => verdict === 'holds' || isLeftOpen
  return proofs.length > 0 && findings.every(isDone) ? 'expected' : 'inconclusive'
}

export type Outcome = 'expected' | 'unexpected' | 'inconclusive'
