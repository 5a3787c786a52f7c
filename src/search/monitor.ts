import { isTemporal } from '../property/temporal.js'
import { faultOf } from '../schema/failure.js'
import { type Expansion, StepFault } from './expansion.js'
import type { During, Finding, Path } from './outcome.js'
import { isWatched, isWitness, type Watch, watchOf, witnessOf } from './watch.js'

type Condition = (s: never) => boolean
type StepCondition = (before: never, after: never) => boolean

/** What a search is showing: the state it has loaded, or the successor in the draft. */
export type Shown = 'loaded' | 'successor'

/** Below 0 if the first comes before the second. */
export type Compare<P> = (a: P, b: P) => number

/** Judges what a search shows it by the model's properties, and keeps the first finding for each. */
export class Monitor<P = Path> {
  readonly watchesSteps: boolean
  private readonly found = new Map<string, Finding<P>>()
  private readonly invariants: { readonly name: string; readonly holds: Condition; readonly broken: boolean }[] = []
  private readonly steps: { readonly name: string; readonly holds: StepCondition }[] = []
  private readonly idle: { readonly name: string; readonly watch: Watch }[] = []
  /** Found in earlier levels. */
  private readonly settled = new Set<string>()
  private checking: string | null = null
  private violations = 0

  /**
   * `path` tells how the search came to what it is showing. With `compare`, all that a level has is looked at, and of the
   * findings for one property the least is kept; else the first.
   */
  constructor(
    private readonly expansion: Expansion,
    private readonly path: (to: Shown) => P,
    private readonly compare?: Compare<P>,
  ) {
    for (const [name, property] of Object.entries(expansion.model.properties)) {
      if (isWatched(property)) this.follow(name, watchOf(expansion, name, property))
      else if (property.kind === 'step') this.steps.push({ name, holds: property.holds })
      // A reachable state is a finding where its condition holds, any other where it does not. What speaks of whole runs
      // is judged on the graph, after the search.
      else if (!isTemporal(property))
        this.invariants.push({ name, holds: property.holds, broken: property.kind === 'reachable' })
    }
    this.watchesSteps = this.steps.length > 0 || this.idle.length > 0
  }

  private follow(name: string, watch: Watch): void {
    let broken = false
    // It is broken once, by a state or by a step: what comes after that is not asked for.
    const once = (holds: () => boolean) => () => {
      if (broken) return true
      broken = !holds()
      return !broken
    }
    this.invariants.push({ name, holds: once(watch.state), broken: false })
    if (watch.step !== null) this.steps.push({ name, holds: once(watch.step) })
    if (!watch.active) this.idle.push({ name: witnessOf(name), watch })
  }

  /** The state in the draft has been reached. */
  state(): void {
    const { view } = this.expansion
    for (let i = 0; i < this.invariants.length; i++) {
      const { name, holds, broken } = this.invariants[i]!
      this.checking = name
      if (holds(view) === broken) {
        this.note({ tag: 'state', property: name, path: this.path('successor') })
        if (!broken) this.violations++
        if (this.compare === undefined) this.invariants.splice(i--, 1)
      }
    }
    this.checking = null
  }

  /** The step from the loaded state to the one in the draft has been taken. */
  step(): void {
    const { view } = this.expansion
    const before = this.expansion.before()
    for (let i = 0; i < this.steps.length; i++) {
      const { name, holds } = this.steps[i]!
      this.checking = name
      if (!holds(before, view)) {
        this.note({ tag: 'step', property: name, path: this.path('successor') })
        this.violations++
        if (this.compare === undefined) this.steps.splice(i--, 1)
      }
    }
    this.checking = null
    if (this.idle.length > 0) this.lookForWitnesses()
  }

  private lookForWitnesses(): void {
    for (let i = 0; i < this.idle.length; i++) {
      const { name, watch } = this.idle[i]!
      if (!watch.active) continue
      this.note({ tag: 'step', property: name, path: this.path('successor') })
      this.idle.splice(i--, 1)
    }
  }

  /** The state in the draft is outside the state constraint. */
  excludes(): boolean {
    const { constraint } = this.expansion.model
    if (constraint === null) return false
    this.checking = 'the state constraint'
    const inside = constraint(this.expansion.view)
    this.checking = null
    return !inside
  }

  /** The loaded state has no successors. Where a step was cut off, something could have happened. */
  noSuccessor(): void {
    if (this.isSettled(DEADLOCK) || this.expansion.cuts.here.length > 0 || this.expansion.allDone()) return
    const { mayStop } = this.expansion.model
    this.checking = MAY_STOP
    const stops = mayStop?.(this.expansion.view)
    this.checking = null
    if (stops) return
    this.note({ tag: 'deadlock', path: this.path('loaded') })
    this.violations++
  }

  /**
   * Something was thrown while the loaded state was expanded: by one of its steps, or by a property of the successor
   * being shown. Anything else is not the model's doing and is thrown on.
   */
  fault(thrown: unknown): void {
    const property = this.checking
    this.checking = null
    if (property === null && !(thrown instanceof StepFault)) throw thrown
    if (this.isSettled(FAULT)) return
    const { process, label } = this.expansion.event()
    const during: During = property === null ? { tag: 'step', process, label } : { tag: 'property', property }
    const atLoaded = property === null || property === MAY_STOP
    const fault = thrown instanceof StepFault ? thrown.fault : faultOf(thrown)
    this.note({ tag: 'fault', fault, during, path: this.path(atLoaded ? 'loaded' : 'successor') })
    this.violations++
  }

  /** The model has failed: of what else would have come of that state, nothing is known. */
  get failed(): boolean {
    return this.found.has(FAULT)
  }

  /** Whether to stop here. A fault always ends a search: what follows it cannot be trusted. */
  decided(keepGoing: boolean): boolean {
    return this.found.has(FAULT) || (!keepGoing && this.violations > 0)
  }

  findings(): Finding<P>[] {
    return [...this.found.values()]
  }

  /** Takes over what another monitor of the same model has found. */
  restore(findings: readonly Finding<P>[]): void {
    for (const finding of findings) {
      const name = nameOf(finding)
      this.found.set(name, finding)
      const reached = this.expansion.model.properties[name]?.kind === 'reachable'
      if (!reached && !isWitness(name)) this.violations++
    }
    this.endLevel()
  }

  /** What has been found is not asked for any more: whatever comes later lies deeper. */
  endLevel(): void {
    for (const list of [this.invariants, this.steps, this.idle] as { name: string }[][])
      for (let i = list.length - 1; i >= 0; i--) if (this.found.has(list[i]!.name)) list.splice(i, 1)
    for (const name of this.found.keys()) this.settled.add(name)
  }

  private isSettled(name: string): boolean {
    return this.compare === undefined ? this.found.has(name) : this.settled.has(name)
  }

  private note(finding: Finding<P>): void {
    const name = nameOf(finding)
    const known = this.found.get(name)
    if (known === undefined || this.compare!(finding.path, known.path) < 0) this.found.set(name, finding)
  }
}

/** Names under which the two findings that belong to no property are kept; no property can be called so. */
const DEADLOCK = '\0deadlock'
const FAULT = '\0fault'

/** What a search finds once at most: the property, or which of the two it is that belong to none. */
export function nameOf(finding: Finding<unknown>): string {
  return 'property' in finding ? finding.property : finding.tag === 'deadlock' ? DEADLOCK : FAULT
}

/** How the condition of where the system may stop is called where it fails. */
export const MAY_STOP = 'where it may stop'
