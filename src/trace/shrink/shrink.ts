import type { Model } from '../../model/model.js'
import { describeFault } from '../../schema/failure.js'
import { breadthFirst } from '../../search/bfs.js'
import type { CheckResult, PropertyResult } from '../../search/check.js'
import { expansionOf } from '../../search/expansion.js'
import type { Finding } from '../../search/outcome.js'
import { explained } from '../../search/why.js'
import { ALL, isBetter } from './candidates.js'
import { reordered } from './reorder.js'
import { isSimpler, type Schedule, type Taken } from './schedule.js'
import { along, by, type Chooser, Stage } from './stage.js'

/** How many successors may be produced in search of a simpler run. */
const EFFORT = 1_000_000

/** How many states a search for a shortest run may keep before it is left to other means. */
const STATES = 20_000

/**
 * The same finding shown by a run that is easier to follow: with fewer steps, then fewer switches between threads, then
 * earlier alternatives. The run found is one of the model, and ends where it shows what the first one did. The same
 * finding gives the same run every time.
 */
export function shrink(model: Model, property: PropertyResult, effort = EFFORT): PropertyResult {
  const { finding } = property
  if (finding === null || !SHRINKABLE.has(finding.tag) || finding.path.length === 0) return property
  const shrinker = new Shrinker(model, property.name, finding, effort)
  return { ...property, finding: shrinker.run() }
}

/** A result whose findings are shown by simpler runs. */
export function shrinkAll(result: CheckResult): CheckResult {
  return { ...result, properties: result.properties.map((property) => shrink(result.model, property)) }
}

const SHRINKABLE: ReadonlySet<string> = new Set(['state', 'step', 'deadlock', 'fault'])

class Shrinker {
  private readonly stage: Stage
  private now: Taken | null

  constructor(
    model: Model,
    property: string,
    private readonly wanted: Finding,
    private readonly effort: number,
  ) {
    this.stage = new Stage(expansionOf(withOnly(model, property, wanted)))
    this.now = this.showing(this.follow(along(wanted.path)))
  }

  run(): Finding {
    if (this.now === null) return this.wanted
    this.lookForShortest()
    let before: Taken
    do {
      before = this.now
      for (const candidates of ALL) for (const schedule of candidates(() => this.now!)) this.consider(schedule)
    } while (this.now !== before && this.stage.produced < this.effort)
    for (const schedule of reordered(this.stage.expansion, this.now.schedule)) this.consider(schedule)
    const [told] = explained(this.stage.expansion, [this.found(this.now.findings)!])
    return told!
  }

  /** In a small model, or near its initial states, a shortest run is found sooner than any run is shortened. */
  private lookForShortest(): void {
    const bounds = { states: STATES, depth: this.now!.path.length }
    const search = breadthFirst(this.stage.expansion, { bounds })
    let slice = search.next()
    while (!slice.done && slice.value.generated < this.effort) slice = search.next()
    if (!slice.done) return
    const shortest = this.found(slice.value.findings)
    if (shortest === null) return
    const made = this.showing(this.follow(along(shortest.path)))
    if (made !== null && isBetter(made, this.now!)) this.now = made
  }

  /** Takes the schedule if it is simpler, can be followed and still shows what is wanted. */
  private consider(schedule: Schedule): void {
    if (this.stage.produced >= this.effort || !isSimpler(schedule, this.now!.schedule)) return
    const made = this.showing(this.follow(by(schedule)))
    if (made !== null && isBetter(made, this.now!)) this.now = made
  }

  private follow(choose: Chooser): Taken | null {
    return this.stage.run(choose, (findings) => this.found(findings) !== null)
  }

  private showing(taken: Taken | null): Taken | null {
    return taken !== null && this.found(taken.findings) !== null ? taken : null
  }

  private found(findings: readonly Finding[]): Finding | null {
    return findings.find((finding) => isSame(finding, this.wanted)) ?? null
  }
}

/** The model with this property alone: others would cost time, and might fail or be broken where this one is fine. */
function withOnly(model: Model, property: string, wanted: Finding): Model {
  const watched = wanted.tag === 'fault' && wanted.during.tag === 'property' ? wanted.during.property : property
  const own = Object.entries(model.properties).filter(([name]) => name === watched)
  const mayStop = wanted.tag === 'deadlock' ? model.mayStop : () => true
  return { ...model, properties: Object.fromEntries(own), mayStop }
}

function isSame(a: Finding, b: Finding): boolean {
  if (a.tag === 'fault' && b.tag === 'fault')
    return describeFault(a.fault) === describeFault(b.fault) && JSON.stringify(a.during) === JSON.stringify(b.during)
  return a.tag === b.tag && ('property' in a ? 'property' in b && a.property === b.property : true)
}
