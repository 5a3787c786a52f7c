import { readPlain } from '../../schema/pack.js'
import { print } from '../../schema/print.js'
import type { Expansion } from '../expansion.js'
import type { Abandoned, Counts, Finding, Outcome, Progress } from '../outcome.js'
import { describe, type Hypothesis, weaker } from './families.js'
import { type FoldedExpansion, folding, unfolded } from './folding.js'
import { likelyHypotheses } from './guesses.js'
import { Instances } from './instances.js'
import { lifted, type Reduced } from './lift.js'
import { Fruitless, Knowledge, Outgrown, partialOrder } from './partial-order.js'
import { Asymmetry } from './prover.js'
import { type ReductionName, refused } from './refusal.js'
import { symmetric } from './symmetry.js'

/**
 * Runs a search with reductions that fit the model as far as can be told beforehand. What it turns out not to be is not
 * assumed any longer and the search begins again; a UsageFailure if nothing is left to assume.
 */
export function* reducedSearch(
  expansion: Expansion,
  names: readonly ReductionName[],
  search: (expansion: Expansion) => Generator<Progress, Outcome>,
): Generator<Progress, Outcome> {
  const { model } = expansion
  let hypotheses: readonly Hypothesis[] = names.includes('symmetry') ? likelyHypotheses(expansion) : []
  let doubt: string | null = null
  let abandoned: Abandoned | null = null
  let knowledge = names.includes('partial-order') ? knowledgeOf(expansion, hypotheses) : null
  for (;;) {
    if (doubt !== null && hypotheses.length === 0) throw refused(model, 'symmetry', doubt)
    const reduced = reduce(expansion, hypotheses, knowledge)
    const folded = names.includes('folding') ? folding(reduced.expansion) : null
    try {
      const outcome = yield* folded === null ? search(reduced.expansion) : countingFolded(folded, search(folded))
      const reductions = hypotheses.map((h) => `symmetry: ${describe(h)}`)
      if (knowledge !== null) reductions.push('partial order')
      if (folded !== null) reductions.push(foldingText(folded))
      if (reduced.isCurrent()) return { ...told(outcome, reduced, folded !== null), reductions, abandoned }
      // Cut short for other reasons, it need not begin again; but how it came to what it found cannot be told any more.
      if (outcome.limit !== null && outcome.limit.tag !== 'violation')
        return { ...outcome, findings: [], reductions, abandoned }
    } catch (thrown) {
      if (thrown instanceof Asymmetry) {
        doubt ??= reasonOf(expansion, thrown)
        hypotheses = without(hypotheses, thrown.hypothesis)
        if (knowledge !== null) knowledge = knowledgeOf(expansion, hypotheses)
      } else if (thrown instanceof Fruitless) {
        const { states, part } = thrown
        abandoned = { reduction: 'partial order', states, part }
        knowledge = null
      } else if (!(thrown instanceof Outgrown)) throw thrown
    }
    expansion.taken.fill(0)
    expansion.cuts.clear()
  }
}

function knowledgeOf({ model, layout, words }: Expansion, hypotheses: readonly Hypothesis[]): Knowledge {
  return new Knowledge(model, layout, words, hypotheses)
}

interface Search extends Reduced {
  /** Whether what it left out rests on all that is known by now. */
  isCurrent(): boolean
}

function reduce(expansion: Expansion, hypotheses: readonly Hypothesis[], knowledge: Knowledge | null): Search {
  const ordered = knowledge === null ? null : partialOrder(expansion, knowledge)
  const isCurrent = () => ordered?.isCurrent() ?? true
  if (hypotheses.length === 0) return { expansion: ordered ?? expansion, formOf: (state) => state, isCurrent }
  const formed = symmetric(ordered ?? expansion, hypotheses)
  return { expansion: formed, formOf: formed.formOf, isCurrent }
}

/** A search of a folded expansion that counts all steps: those, too, that were taken at once. */
function* countingFolded(
  expansion: FoldedExpansion,
  search: Generator<Progress, Outcome>,
): Generator<Progress, Outcome> {
  const withFolded = <C extends Counts>(counts: C): C => ({ ...counts, generated: counts.generated + expansion.folded })
  for (;;) {
    const slice = search.next()
    if (slice.done) return { ...slice.value, counts: withFolded(slice.value.counts) }
    yield withFolded(slice.value)
  }
}

function foldingText({ folded }: FoldedExpansion): string {
  const steps = folded === 1 ? '1 step was' : `${folded.toLocaleString('en-US')} steps were`
  return `folding: ${steps} taken at once, out of states that were not stored`
}

/** The outcome with its findings told of the system itself. */
function told(outcome: Outcome, reduced: Reduced, isFolded: boolean): Outcome {
  const { expansion } = reduced
  const whole = ({ path }: Finding) => (isFolded ? unfolded(expansion, path) : path)
  const findings = outcome.findings.flatMap(
    (finding) => lifted(expansion.model, reduced, { ...finding, path: whole(finding) }) ?? [],
  )
  // What a failing state would have led to is not known, even if nothing else was left to look at.
  const failed = findings.some((finding) => finding.tag === 'fault')
  if (!failed || outcome.limit !== null) return { ...outcome, findings }
  return { ...outcome, findings, coverage: 'bounded', limit: { tag: 'violation', frontier: 0 } }
}

/** The hypotheses with a weaker one in this place, or none there. */
function without(hypotheses: readonly Hypothesis[], wrong: number): Hypothesis[] {
  return hypotheses.flatMap((h, i) => {
    const next = i === wrong ? weaker(h) : h
    return next === null ? [] : [next]
  })
}

function reasonOf({ model, layout }: Expansion, { instance, state, permutation }: Asymmetry): string {
  const name = new Instances(model, layout).nameOf(instance)
  const bytes = new Uint8Array(state.buffer, state.byteOffset)
  const moved = permutation.flatMap((p) => [...p].flatMap((to, from) => (to === from ? [] : [`${from} → ${to}`])))
  return `${name} does not do the same when ids are renamed (${moved.join(', ')}) in the state ${print(model.state, readPlain(layout, bytes, 0))}`
}
