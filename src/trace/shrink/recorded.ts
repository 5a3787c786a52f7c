import * as E from 'fp-ts/lib/Either.js'
import type { Model } from '../../model/model.js'
import { type PropertyResult, toTheEnd } from '../../search/check.js'
import { expansionOf } from '../../search/expansion.js'
import { FAIRNESS } from '../../search/liveness/state-graph.js'
import type { Finding, Path } from '../../search/outcome.js'
import type { Investigation } from '../../search/question.js'
import type { Counterexample } from '../counterexample.js'
import { judgedBy } from '../judged-by.js'
import { record } from '../record.js'
import { type ReplayOptions, replay } from '../replay.js'
import type { Stale } from '../stale.js'
import { type ShrinkOptions, shrinking } from './shrink.js'
import { type Lowered, lookingForSmallest, type Sizable, type SmallestOptions } from './smallest.js'
import { along, Stage } from './stage.js'

/** A recorded run, and a simpler one that shows the same. */
export interface Shrunk {
  readonly before: Counterexample
  readonly after: Counterexample
  /** The run of `after`, as a check would have found it in this model. */
  readonly model: Model
  readonly property: PropertyResult
}

/** Why a recorded run cannot be made simpler. */
export type NotShrunk =
  | { readonly tag: 'stale'; readonly stale: Stale }
  /** The model fails before its first step, or in an assumption about whole runs: no one run shows that. */
  | { readonly tag: 'no run'; readonly during: 'the initial state' | typeof FAIRNESS }

type Interruptible = Pick<ShrinkOptions, 'signal'>

/**
 * Makes a recorded run simpler with the parameters that it has: fewest steps, then fewest switches between threads. A run
 * that is no longer what it was is not touched.
 */
export function shrinkRecorded(
  recorded: Counterexample,
  system: Sizable,
  options: ReplayOptions = {},
): E.Either<NotShrunk, Shrunk> {
  return toTheEnd(shrinkingRecorded(recorded, system, options))
}

/** The same in slices; a signal ends it with what is there by then. */
export function* shrinkingRecorded(
  recorded: Counterexample,
  system: Sizable,
  { signal, ...options }: ReplayOptions & Interruptible = {},
): Generator<void, E.Either<NotShrunk, Shrunk>> {
  const replayed = replay(recorded, system, options)
  if (E.isLeft(replayed)) return E.left({ tag: 'stale', stale: replayed.left })
  if (recorded.initial === null) return E.left({ tag: 'no run', during: 'the initial state' })
  const { model, path } = replayed.right
  const finding = recorded.loop === null ? endOf(model, path, recorded) : lassoOf(model, path, recorded, options)
  if (finding === null) return E.left({ tag: 'no run', during: FAIRNESS })
  const { name, kind } = recorded.property
  const found = { name, kind: kind as PropertyResult['kind'], finding }
  const given = { ...found, verdict: 'violated', expected: 'holds', vacuous: false } as const
  return E.right(yield* shrinkingAgain({ before: recorded, after: recorded, model, property: given }, { signal }))
}

/** Makes the run as simple as it can be with the parameters that it has been brought to. */
export function* shrinkingAgain({ before, model, property: found }: Shrunk, options: Interruptible = {}) {
  const property = yield* shrinking(model, found, options)
  return { before, after: record(model, property)!, model, property } satisfies Shrunk
}

/** Then makes it smaller: lowers its parameters as long as the run gets no longer for it. The run is as a search finds it. */
export function* shrinkingSizes(
  { before, model, property }: Shrunk,
  system: Sizable,
  options: Omit<SmallestOptions, 'without' | 'noLonger' | 'fairness'> = {},
): Investigation<{ readonly shrunk: Shrunk; readonly lowered: readonly Lowered[] }> {
  const { finding } = property
  const assumed = finding !== null && 'fairness' in finding ? { fairness: finding.fairness } : {}
  const { smallest, lowered } = yield* lookingForSmallest(
    system,
    { parameters: model.parameters, model, property },
    { ...options, ...assumed, without: before.without, noLonger: true },
  )
  const after = record(smallest.model, smallest.property)!
  return { shrunk: { before, after, model: smallest.model, property: smallest.property }, lowered }
}

/** What a search would have found at the end of the run; null if no search looks at single runs for it. */
function endOf(model: Model, path: Path, { property, fault }: Counterexample): Finding | null {
  const isWanted = (finding: Finding) => {
    if (fault !== null) return finding.tag === 'fault'
    return property.kind === 'deadlock' ? finding.tag === 'deadlock' : isAbout(finding, property.name)
  }
  const watched = fault?.during.tag === 'property' ? fault.during.property : property.name
  const taken = new Stage(expansionOf(judgedBy(model, watched))).run(along(path))
  return taken?.findings.find(isWanted) ?? null
}

function isAbout(finding: Finding, property: string): boolean {
  return 'property' in finding && finding.property === property
}

function lassoOf(model: Model, path: Path, recorded: Counterexample, { fairness }: ReplayOptions): Finding | null {
  const { property, loop, fairness: assumed } = recorded
  const rests = fairness !== undefined || assumed !== undefined
  if (loop === null) return null
  const { of, to } = loop
  return { tag: 'lasso', property: property.name, of, path, loop: to, ...(rests && { fairness: model.fairness }) }
}
