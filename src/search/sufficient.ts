import type { Model } from '../model/model.js'
import type { CheckOptions, CheckResult, Verdict } from './check.js'
import { answered, type Investigation, withoutKnownToBreak } from './question.js'

export interface SufficientOptions extends CheckOptions {
  /**
   * Check every set that might be minimal. Otherwise it is assumed that leaving out more never repairs what leaving out
   * less has broken.
   */
  readonly exhaustive?: boolean
}

/** A set of precautions with which a model was checked. */
export interface PrecautionSet {
  readonly precautions: readonly string[]
  readonly verdict: Verdict
  readonly result: CheckResult
}

export interface SufficientResult {
  readonly model: Model
  /** Every property holds with these, and with no smaller part of them as far as was checked or assumed. */
  readonly minimal: readonly PrecautionSet[]
  /** The smallest sets of which a bound left open whether they suffice; none of them contains a minimal one. */
  readonly open: readonly PrecautionSet[]
  /** Of each minimal set, whether some part of it is open, so that less might do. */
  readonly contested: readonly boolean[]
  /** Every set that was checked, in the order of the checks: the first is all the precautions. */
  readonly checked: readonly PrecautionSet[]
  /** How many sets were taken to be insufficient because a larger one is; 0 if nothing was assumed. */
  readonly assumed: number
  /** Pairs met on the way that contradict the assumption: the smaller set suffices, and the larger does not. */
  readonly exceptions: readonly { readonly suffices: PrecautionSet; readonly larger: PrecautionSet }[]
}

/** As many precautions as fit into the bits of a set, and more than anybody waits for. */
export const MOST_PRECAUTIONS = 24

/** The minimal sets of precautions with which every property of the model holds. */
export function sufficientSets(model: Model, options: SufficientOptions = {}): SufficientResult {
  return answered(searchingSufficient(model, options))
}

/**
 * The same as questions, each of which is to be answered by the result of the check. First all precautions and all but
 * each one; then, from small to large, the sets that are neither decided by a larger one that does not suffice nor
 * contain one that does. At last each set that was found is checked without each of its own, as far as that was
 * only assumed.
 */
export function* searchingSufficient(
  model: Model,
  { exhaustive = false, ...options }: SufficientOptions = {},
): Investigation<SufficientResult> {
  if (model.precautions.length > MOST_PRECAUTIONS)
    throw new RangeError(`more than ${MOST_PRECAUTIONS} precautions: too many for their sets to be looked through`)
  const family = new Family(withoutKnownToBreak(model), { ...options, keepGoing: false })
  yield* family.ask(family.all)
  if (exhaustive) {
    yield* climb(family, 0, true)
    return family.result(0)
  }
  const sets = 2 ** model.precautions.length
  if (family.isViolated(family.all)) return family.result(sets - 1)
  for (const bit of bitsOf(family.all)) yield* family.ask(family.all & ~bit)
  // Without one of these it does not suffice: sets that lack one need not even be listed.
  const core = bitsOf(family.all).filter((bit) => family.isViolated(family.all & ~bit))
  const passedOver = yield* climb(
    family,
    core.reduce((set, bit) => set | bit, 0),
    false,
  )
  const afterwards = yield* takeOneAway(family)
  const unlisted = sets - 2 ** (model.precautions.length - core.length)
  return family.result(unlisted - core.length + passedOver - afterwards)
}

/** Looks at the sets that contain `core`, from small to large; tells how many it took to be insufficient unseen. */
function* climb(family: Family, core: number, exhaustive: boolean): Investigation<number> {
  let passedOver = 0
  for (const free of subsetsBySize(family.all & ~core)) {
    const set = core | free
    if (family.isKnown(set) || family.containsSufficient(set)) continue
    if (!exhaustive && family.isBelowViolated(set)) passedOver++
    else yield* family.ask(set)
  }
  return passedOver
}

/**
 * Checks each set that was found without each of its own: whoever reads that it is minimal sees what breaks. If nothing
 * does, the smaller set is looked at in its turn. Tells how many sets it checked.
 */
function* takeOneAway(family: Family): Investigation<number> {
  const before = family.size
  const seen = new Set<number>()
  for (let next = family.sufficient(); next.some((set) => !seen.has(set)); next = family.sufficient())
    for (const set of next) {
      seen.add(set)
      for (const bit of bitsOf(set)) yield* family.ask(set & ~bit)
    }
  return family.size - before
}

/** The sets of a model's precautions as bits, and what is known of them. */
class Family {
  readonly all: number
  private readonly answers = new Map<number, PrecautionSet>()

  constructor(
    private readonly model: Model,
    private readonly options: CheckOptions,
  ) {
    this.all = 2 ** model.precautions.length - 1
  }

  *ask(set: number): Investigation<void> {
    if (this.answers.has(set)) return
    const { precautions } = this.model
    const left = precautions.filter((_, i) => (set & (1 << i)) === 0)
    const result = yield { model: this.model.without(...left), options: this.options }
    const chosen = precautions.filter((name) => !left.includes(name))
    this.answers.set(set, { precautions: chosen, verdict: result.verdict, result })
  }

  /** How many sets were checked. */
  get size(): number {
    return this.answers.size
  }

  isKnown(set: number): boolean {
    return this.answers.has(set)
  }

  isViolated(set: number): boolean {
    return this.answers.get(set)?.verdict === 'violated'
  }

  containsSufficient(set: number): boolean {
    return this.of('holds').some((part) => isPart(part, set))
  }

  isBelowViolated(set: number): boolean {
    return this.of('violated').some((whole) => isPart(set, whole))
  }

  /** The smallest sets known to suffice. */
  sufficient(): readonly number[] {
    return smallest(this.of('holds')).sort((a, b) => a - b)
  }

  result(assumed: number): SufficientResult {
    const get = (set: number) => this.answers.get(set)!
    const minimal = this.sufficient()
    const open = this.of('inconclusive')
    return {
      model: this.model,
      minimal: minimal.map(get),
      open: smallest(open.filter((set) => !this.containsSufficient(set))).map(get),
      contested: minimal.map((set) => open.some((part) => isPart(part, set))),
      checked: [...this.answers.values()],
      assumed,
      exceptions: this.of('holds').flatMap((set) =>
        this.of('violated')
          .filter((whole) => isPart(set, whole))
          .map((whole) => ({ suffices: get(set), larger: get(whole) })),
      ),
    }
  }

  private of(verdict: Verdict): number[] {
    return [...this.answers].filter(([, answer]) => answer.verdict === verdict).map(([set]) => set)
  }
}

function isPart(part: number, whole: number): boolean {
  return (part & ~whole) === 0
}

function smallest(sets: readonly number[]): number[] {
  return sets.filter((set) => !sets.some((part) => part !== set && isPart(part, set)))
}

function bitsOf(set: number): number[] {
  return Array.from({ length: 31 }, (_, i) => 1 << i).filter((bit) => (set & bit) !== 0)
}

/** Every part of a set, the smaller ones first. */
function subsetsBySize(set: number): number[] {
  const parts: number[] = []
  for (let part = set; ; part = (part - 1) & set) {
    parts.push(part)
    if (part === 0) break
  }
  const size = (part: number) => bitsOf(part).length
  return parts
    .map((part) => ({ part, size: size(part) }))
    .sort((a, b) => a.size - b.size || a.part - b.part)
    .map(({ part }) => part)
}
