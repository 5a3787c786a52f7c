import type { Model } from '../../model/model.js'
import { type CheckResult, type PropertyResult, toTheEnd } from '../../search/check.js'
import type { Finding } from '../../search/outcome.js'
import { explained } from '../../search/why.js'
import { type Aim, isSame } from './aim.js'
import { ALL } from './candidates.js'
import { Ending } from './ending.js'
import { Endless } from './endless.js'
import { reordered } from './reorder.js'
import { isSimpler, type Schedule, type Shown } from './schedule.js'
import { along, by } from './stage.js'

/** How many successors may be produced in search of a simpler run. */
const EFFORT = 1_000_000

/** How many states a search for a shortest run may keep before it is left to other means. */
const STATES = 20_000

/**
 * The same finding shown by a run that is easier to follow: with fewer steps, then fewer switches between threads, then
 * earlier alternatives. The run found is one of the model, and ends where it shows what the first one did; or, if it never
 * ends, it is fair and breaks the same property, and each of its steps is counted once. The same finding gives the same run
 * every time.
 */
export function shrink(model: Model, property: PropertyResult, effort = EFFORT): PropertyResult {
  return toTheEnd(shrinking(model, property, { effort }))
}

/** A signal ends it with the simplest run that has been found so far. */
export interface ShrinkOptions {
  readonly effort?: number
  readonly signal?: AbortSignal | undefined
}

/** The same in slices, so that others get a turn now and then. */
export function* shrinking(
  model: Model,
  property: PropertyResult,
  { effort = EFFORT, signal }: ShrinkOptions = {},
): Generator<void, PropertyResult> {
  const { finding } = property
  if (finding === null || finding.path.length === 0) return property
  const aim = finding.tag === 'lasso' ? new Endless(model, finding) : new Ending(model, property.name, finding)
  return { ...property, finding: yield* new Shrinker(aim, finding, effort, signal).run() }
}

/** A result whose findings are shown by simpler runs. */
export function shrinkAll(result: CheckResult): CheckResult {
  return { ...result, properties: result.properties.map((property) => shrink(result.model, property)) }
}

class Shrinker {
  private now: Shown | null

  constructor(
    private readonly aim: Aim,
    private readonly wanted: Finding,
    private readonly effort: number,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.now = aim.follow(along(wanted.path))
  }

  *run(): Generator<void, Finding> {
    if (this.now === null) return this.wanted
    yield* this.lookForShortest()
    let before: Shown
    do {
      before = this.now
      for (const candidates of ALL) yield* this.considerAll(candidates(() => this.now!))
    } while (this.now !== before && !this.isOver())
    yield* this.considerAll(reordered(this.aim.expansion, this.now.schedule))
    const [told] = explained(this.aim.expansion, [this.now.finding])
    return told!
  }

  /** In a small model, or near its initial states, a shortest run is found sooner than any run is shortened. */
  private *lookForShortest(): Generator<void, void> {
    const search = this.aim.search({ states: STATES, depth: this.now!.path.length })
    let slice = search.next()
    while (!slice.done && slice.value.generated < this.effort && !this.isInterrupted()) {
      yield
      slice = search.next()
    }
    if (!slice.done) return
    const shortest = slice.value.find((finding) => isSame(finding, this.wanted))
    if (shortest !== undefined) this.take(this.aim.follow(along(shortest.path)))
  }

  /** Takes each schedule that is simpler, can be followed and still shows what is wanted; null is only a pause. */
  private *considerAll(schedules: Generator<Schedule | null>): Generator<void, void> {
    for (const schedule of schedules) {
      if (this.isOver()) return
      yield
      if (schedule !== null && isSimpler(schedule, this.now!.schedule)) this.take(this.aim.follow(by(schedule)))
    }
  }

  private isOver(): boolean {
    return this.aim.produced >= this.effort || this.isInterrupted()
  }

  private isInterrupted(): boolean {
    return this.signal?.aborted === true
  }

  private take(made: Shown | null): void {
    if (made !== null && isSimpler(made.schedule, this.now!.schedule)) this.now = made
  }
}
