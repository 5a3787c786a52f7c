import type { Model } from '../model/model.js'
import type { CheckOptions, CheckResult, Verdict } from './check.js'
import type { Investigation } from './question.js'

/**
 * What a model leaves open, each from weak to strong: a precaution is left out or taken, a place in a program has one of
 * several strengths.
 */
export interface Choices {
  /** How many levels above the weakest, which is 0, each has. */
  readonly heights: readonly number[]
  /** The model with each at this level. */
  readonly model: (levels: readonly number[]) => Model
}

/** Levels with which a model was checked. */
export interface Chosen {
  readonly levels: readonly number[]
  readonly verdict: Verdict
  readonly result: CheckResult
}

export interface MinimalOptions extends CheckOptions {
  /**
   * Check everything that might be minimal. Otherwise it is assumed that weakening more never repairs what weakening less
   * has broken.
   */
  readonly exhaustive?: boolean
}

export interface MinimalResult {
  /** Every property holds with these, and with nothing weaker as far as was checked or assumed. */
  readonly minimal: readonly Chosen[]
  /** The weakest of which a bound left open whether they suffice; none of them is as strong as a minimal one. */
  readonly open: readonly Chosen[]
  /** Of each minimal one, whether something weaker is open, so that less might do. */
  readonly contested: readonly boolean[]
  /** Everything that was checked, in the order of the checks: the strongest is the first. */
  readonly checked: readonly Chosen[]
  /** How many were taken to be insufficient because something stronger is; 0 if nothing was assumed. */
  readonly assumed: number
  /** Pairs met on the way that contradict the assumption: the weaker suffices, and the stronger does not. */
  readonly exceptions: readonly { readonly suffices: Chosen; readonly stronger: Chosen }[]
}

/** As many levels as fit into the bits of a set, and more than anybody waits for. */
export const MOST_LEVELS = 24

/**
 * The weakest choices with which every property holds, as questions, each of which is to be answered by the result of the
 * check. First the strongest of everything, and each weakened alone until something breaks; then, from weak to strong,
 * what is neither decided by something stronger that does not suffice nor as strong as something that does. At last
 * each that was found is checked with each of its own one weaker, as far as that was only assumed.
 */
export function* searchingMinimal(
  choices: Choices,
  { exhaustive = false, ...options }: MinimalOptions = {},
): Investigation<MinimalResult> {
  const lattice = new Lattice(choices.heights)
  if (lattice.bits > MOST_LEVELS) throw new RangeError(`more than ${MOST_LEVELS} levels: too many to be looked through`)
  const family = new Family(choices, lattice, { ...options, keepGoing: false })
  yield* family.ask(lattice.strongest)
  if (exhaustive) {
    yield* climb(
      family,
      lattice.chains.map(() => 0),
      true,
    )
    return family.result(0)
  }
  if (family.isViolated(lattice.strongest)) return family.result(lattice.size - 1)
  // Below one of these levels it does not suffice: what has less need not even be listed.
  const floors: number[] = []
  for (const chain of lattice.chains) floors.push(yield* floorOf(family, chain))
  const passedOver = yield* climb(family, floors, false)
  const afterwards = yield* takeOneAway(family)
  const listed = lattice.chains.reduce((product, { height }, i) => product * (height - floors[i]! + 1), 1)
  const below = floors.filter((floor) => floor > 0).length
  return family.result(lattice.size - listed - below + passedOver - afterwards)
}

/** The lowest level to which one can be weakened, with all others at their strongest, before something breaks. */
function* floorOf(family: Family, chain: Chain): Investigation<number> {
  for (let level = chain.height - 1; level >= 0; level--) {
    const set = family.lattice.with(family.lattice.strongest, chain, level)
    yield* family.ask(set)
    if (family.isViolated(set)) return level + 1
  }
  return 0
}

/** Looks at what has these levels at least, from weak to strong; tells how many it took to be insufficient unseen. */
function* climb(family: Family, floors: readonly number[], exhaustive: boolean): Investigation<number> {
  let passedOver = 0
  for (const set of family.lattice.from(floors)) {
    if (family.isKnown(set) || family.containsSufficient(set)) continue
    if (!exhaustive && family.isBelowViolated(set)) passedOver++
    else yield* family.ask(set)
  }
  return passedOver
}

/**
 * Checks each that was found with each of its own one weaker: whoever reads that it is minimal sees what breaks. If nothing
 * does, the weaker one is looked at in its turn. Tells how many it checked.
 */
function* takeOneAway(family: Family): Investigation<number> {
  const before = family.size
  const seen = new Set<number>()
  for (let next = family.sufficient(); next.some((set) => !seen.has(set)); next = family.sufficient())
    for (const set of next) {
      seen.add(set)
      for (const weaker of family.lattice.below(set)) yield* family.ask(weaker)
    }
  return family.size - before
}

/** A choice as bits of a set: as many of them are in it, from the lowest, as its level says. */
interface Chain {
  readonly height: number
  readonly shift: number
}

/** All choices of levels, as sets of bits: one is as strong as another if it contains it. */
class Lattice {
  readonly chains: readonly Chain[]
  readonly bits: number
  readonly size: number
  readonly strongest: number

  constructor(heights: readonly number[]) {
    const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0)
    this.chains = heights.map((height, i) => ({ height, shift: sum(heights.slice(0, i)) }))
    this.bits = sum(heights)
    this.size = heights.reduce((product, height) => product * (height + 1), 1)
    this.strongest = ones(this.bits)
  }

  with(set: number, { height, shift }: Chain, level: number): number {
    return (set & ~(ones(height) << shift)) | (ones(level) << shift)
  }

  levelsOf(set: number): number[] {
    return this.chains.map((chain) => levelIn(set, chain))
  }

  /** What is weaker by one level of one choice. */
  below(set: number): number[] {
    return this.chains.flatMap((chain) => {
      const level = levelIn(set, chain)
      return level === 0 ? [] : [this.with(set, chain, level - 1)]
    })
  }

  /** Everything that has these levels at least, with the fewest levels in all first. */
  from(floors: readonly number[]): number[] {
    let sets = [0]
    for (const [i, chain] of this.chains.entries()) {
      const levels = Array.from({ length: chain.height - floors[i]! + 1 }, (_, above) => floors[i]! + above)
      sets = sets.flatMap((set) => levels.map((level) => this.with(set, chain, level)))
    }
    return sets
      .map((set) => ({ set, size: countBits(set) }))
      .sort((a, b) => a.size - b.size || a.set - b.set)
      .map(({ set }) => set)
  }
}

/** What is known of the choices. */
class Family {
  private readonly answers = new Map<number, Chosen>()

  constructor(
    private readonly choices: Choices,
    readonly lattice: Lattice,
    private readonly options: CheckOptions,
  ) {}

  *ask(set: number): Investigation<void> {
    if (this.answers.has(set)) return
    const levels = this.lattice.levelsOf(set)
    const result = yield { model: this.choices.model(levels), options: this.options }
    this.answers.set(set, { levels, verdict: result.verdict, result })
  }

  /** How many were checked. */
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

  /** The weakest known to suffice. */
  sufficient(): readonly number[] {
    return smallest(this.of('holds')).sort((a, b) => a - b)
  }

  result(assumed: number): MinimalResult {
    const get = (set: number) => this.answers.get(set)!
    const minimal = this.sufficient()
    const open = this.of('inconclusive')
    return {
      minimal: minimal.map(get),
      open: smallest(open.filter((set) => !this.containsSufficient(set))).map(get),
      contested: minimal.map((set) => open.some((part) => isPart(part, set))),
      checked: [...this.answers.values()],
      assumed,
      exceptions: this.of('holds').flatMap((set) =>
        this.of('violated')
          .filter((whole) => isPart(set, whole))
          .map((whole) => ({ suffices: get(set), stronger: get(whole) })),
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

function ones(count: number): number {
  return 2 ** count - 1
}

function levelIn(set: number, { height, shift }: Chain): number {
  return countBits((set >> shift) & ones(height))
}

function countBits(set: number): number {
  let count = 0
  for (let rest = set; rest !== 0; rest &= rest - 1) count++
  return count
}
