import type { Fault } from '../schema/failure.js'

/** A run, as positions: that of its initial state, then for each step its position among the successors. */
export type Path = readonly number[]

/** Something that a search found on its way. `P` is how it says where: a path, once the search has ended. */
export type Finding<P = Path> =
  | { readonly tag: 'state'; readonly property: string; readonly path: P }
  /** The last step of the path breaks (or reaches) the property. */
  | { readonly tag: 'step'; readonly property: string; readonly path: P }
  /** At the end of the path nothing can happen, and the system may not stop there. */
  | { readonly tag: 'deadlock'; readonly path: P }
  /** At the end of the path a step failed, or a property did. */
  | { readonly tag: 'fault'; readonly fault: Fault; readonly during: During; readonly path: P }

export type During =
  | { readonly tag: 'step'; readonly process: string | null; readonly label: string }
  | { readonly tag: 'property'; readonly property: string }

/** Why a search ended before it had seen everything. */
export type Limit =
  | { readonly tag: 'states' | 'depth' | 'time' | 'memory'; readonly limit: number; readonly frontier: number }
  | { readonly tag: 'interrupted'; readonly frontier: number }
  | { readonly tag: 'violation'; readonly frontier: number }

export interface Counts {
  /** Initial states and successors, each time one is produced. */
  readonly generated: number
  /** Different states kept. */
  readonly distinct: number
  /** Levels of the breadth-first search; the initial states are level 1. */
  readonly depth: number
}

export interface Progress extends Counts {
  readonly queue: number
  readonly bytes: number
}

/** How much was seen: every reachable state, those within a bound, or some runs. */
export type Coverage = 'exhaustive' | 'bounded' | 'sampled'

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
}
