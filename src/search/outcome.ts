import type { Fault } from '../schema/failure.js'
import type { Fairness } from '../system/fairness.js'
import type { Scope } from './scope.js'
import type { Why } from './why.js'

/** A run, as positions: that of its initial state, then for each step its position among the successors. */
export type Path = readonly number[]

/**
 * Something that a search found on its way. `P` is how it says where: a path, once the search has ended. Then, too, it
 * says `why` if the property is more than one condition.
 */
export type Finding<P = Path> =
  | { readonly tag: 'state'; readonly property: string; readonly path: P; readonly why?: Why }
  /** The last step of the path breaks (or reaches) the property. */
  | { readonly tag: 'step'; readonly property: string; readonly path: P; readonly why?: Why }
  /** At the end of the path nothing can happen, and the system may not stop there. */
  | { readonly tag: 'deadlock'; readonly path: P }
  /**
   * A run that never ends and breaks the property, for the process or value `of` if it is asked of several. It ends in the
   * same state as that at the index `loop`, and goes on from there as it did before; it stays in its last state for ever if
   * that is the last index.
   */
  | {
      readonly tag: 'lasso'
      readonly property: string
      readonly of: string | null
      readonly path: P
      readonly loop: number
      readonly fairness?: Assumed
    }
  /** At the end of the path a step failed, or a property did. */
  | {
      readonly tag: 'fault'
      readonly fault: Fault
      readonly during: During
      readonly path: P
      readonly fairness?: Assumed
    }

/** What was assumed of runs, if it was not what the model says and the finding rests on it. */
type Assumed = readonly Fairness[]

export type During =
  | { readonly tag: 'step'; readonly process: string | null; readonly label: string }
  | { readonly tag: 'property'; readonly property: string }

/** Why a search ended before it had seen everything. */
export type Limit =
  | { readonly tag: 'states' | 'depth' | 'time' | 'memory'; readonly limit: number; readonly frontier: number }
  | { readonly tag: 'interrupted'; readonly frontier: number }
  | { readonly tag: 'violation'; readonly frontier: number }
  /** The runs asked for have been made, or the schedules within the bound followed. */
  | { readonly tag: 'samples' | 'preemptions' | 'delays'; readonly limit: number; readonly frontier: number }

export interface Counts {
  /** Initial states and successors, each time one is produced. */
  readonly generated: number
  /** Different states kept. */
  readonly distinct: number
  /** Levels of the breadth-first search, the initial states being level 1; of other searches, the states of the longest run. */
  readonly depth: number
}

export interface Progress extends Counts {
  readonly queue: number
  readonly bytes: number
}

/** How much was seen: every reachable state, those within a bound, or some runs. */
export type Coverage = 'exhaustive' | 'bounded' | 'sampled'

/** A reduction that was given up, since it had left out next to nothing: this part of the steps of the first so many states. */
export interface Abandoned {
  readonly reduction: string
  readonly states: number
  readonly part: number
}

/** What a search knows when it ends. */
export interface Outcome {
  readonly coverage: Coverage
  readonly counts: Counts
  /** The first finding for each property; at most one fault and one deadlock. */
  readonly findings: readonly Finding[]
  /** Why it ended, unless it had nothing left to look at. */
  readonly limit: Limit | null
  readonly bytes: { readonly visited: number; readonly ancestry: number; readonly frontier: number }
  readonly initialStates: number
  /** States that the constraint excluded. */
  readonly excluded: number
  /** Of a search that is not meant to see everything. */
  readonly scope?: Scope
  /** Reductions that were on, and what of. */
  readonly reductions?: readonly string[]
  /** One that was on at first. */
  readonly abandoned?: Abandoned | null
}
