import * as E from 'fp-ts/lib/Either.js'
import type { Model } from '../model/model.js'
import type { AnySystem } from '../model/system.js'
import { UsageFailure } from '../system/errors.js'
import { MEMORY_MODEL, memoryModelsOf } from '../system/memory-model.js'
import type { AnyValues } from '../system/parameters.js'
import { type Place, placesOf } from '../system/place.js'
import type { CheckResult, Verdict } from './check.js'
import { type Chosen, type MinimalOptions, searchingMinimal } from './minimal.js'
import { answered, type Investigation, withoutKnownToBreak } from './question.js'

export interface FencesOptions extends MinimalOptions {
  /** Parameters of the system, the memory model among them. A place that has a strength here keeps it. */
  readonly parameters?: AnyValues
  /** Precautions that are left out. */
  readonly without?: readonly string[]
  /** What is to be judged of each model: all that is not known to break, if nothing is said. */
  readonly judging?: (model: Model) => Model
}

/** What stands at each place, and what came of it. */
export interface Assignment {
  readonly strengths: { readonly [place: string]: string }
  readonly verdict: Verdict
  readonly result: CheckResult
}

/** With a place one weaker than in an assignment. */
export interface Weaker extends Assignment {
  readonly place: string
}

/** An assignment with which everything holds, and what comes of each that is weaker by one strength at one place. */
export interface MinimalAssignment extends Assignment {
  readonly weaker: readonly Weaker[]
  /** Whether something weaker is open, so that less might do. */
  readonly contested: boolean
}

/** As `MinimalResult` has it, told by the places of a system. */
export interface FencesResult {
  /** The system with the strongest of everything. */
  readonly model: Model
  readonly places: readonly Place[]
  readonly minimal: readonly MinimalAssignment[]
  readonly open: readonly Assignment[]
  readonly checked: readonly Assignment[]
  readonly assumed: number
  readonly exceptions: readonly { readonly suffices: Assignment; readonly stronger: Assignment }[]
}

/** The weakest that must stand at the places of a system for every property to hold. */
export function minimalFences(system: AnySystem, options: FencesOptions = {}): FencesResult {
  return answered(searchingFences(system, options))
}

/** The same as questions, each of which is to be answered by the result of the check. */
export function* searchingFences(
  system: AnySystem,
  { parameters = {}, without = [], judging = (model) => model, ...options }: FencesOptions = {},
): Investigation<FencesResult> {
  const places = placesOf(system.system.parameters).filter(({ name }) => !(name in parameters))
  const known = knownToBreak(system, parameters, without)
  const strengthsAt = (levels: readonly number[]) =>
    Object.fromEntries(places.map(({ name, strengths }, i) => [name, strengths[levels[i]!]!]))
  const model = (levels: readonly number[]) =>
    judging(withoutKnownToBreak(built(system, { ...parameters, ...strengthsAt(levels) }, without), known))
  const heights = places.map(({ strengths }) => strengths.length - 1)
  const found = yield* searchingMinimal({ heights, model }, options)
  const assignment = ({ levels, verdict, result }: Chosen): Assignment => {
    return { strengths: strengthsAt(levels), verdict, result }
  }
  const weaker = ({ levels }: Chosen) =>
    places.flatMap(({ name }, i): Weaker[] => {
      const one = found.checked.find((c) => c.levels.every((level, j) => level === levels[j]! - (i === j ? 1 : 0)))
      return one === undefined ? [] : [{ place: name, ...assignment(one) }]
    })
  return {
    model: model(heights),
    places,
    minimal: found.minimal.map((one, i) => ({
      ...assignment(one),
      weaker: weaker(one),
      contested: found.contested[i]!,
    })),
    open: found.open.map(assignment),
    checked: found.checked.map(assignment),
    assumed: found.assumed,
    exceptions: found.exceptions.map((e) => ({ suffices: assignment(e.suffices), stronger: assignment(e.stronger) })),
  }
}

/** What the system declares to break where memory keeps everything in order: no fence mends that. */
function knownToBreak(system: AnySystem, parameters: AnyValues, without: readonly string[]): Model['expected'] {
  const hasOrder = memoryModelsOf(system.system.parameters).includes('sc')
  const orderly = MEMORY_MODEL in system.system.parameters && hasOrder ? { [MEMORY_MODEL]: 'sc' } : {}
  return built(system, { ...parameters, ...orderly }, without).expected
}

function built(system: AnySystem, parameters: AnyValues, without: readonly string[]): Model {
  const model = system.configure(parameters, without)
  if (E.isLeft(model)) throw new UsageFailure(model.left)
  return model.right
}
