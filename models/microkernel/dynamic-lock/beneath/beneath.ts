import type { Blocked, Pick, Precaution } from '../../../../src/index.js'
import type { Fields } from '../../../../src/schema/type.js'
import type { Variables } from '../../../hardware/memory/variables.js'
import type { Barriers } from '../../token-ring/barriers.js'
import type { Epochs } from '../../token-ring/epoch.js'
import type { AnyMemory } from '../../token-ring/shared.js'
import type { McsLabel } from './mcs-lock.js'
import type { SpinLabel } from './spin-lock.js'
import type { SwitchingLabel } from './switching-lock.js'

/** A lock that a dynamic lock switches on and off. */
export interface Beneath {
  readonly variables: (cpus: number, epochs: Epochs) => Variables
  readonly registers: (cpus: number) => Fields
  /** Those of its variables that hold an epoch. */
  readonly records?: readonly string[]
  readonly operations: (tools: BeneathTools) => BeneathOperations
  /** Whether its variables fit to so many processors that hold it; stores may still be on their way to memory. */
  readonly fits: (variables: State, holders: number, isSettled: boolean) => boolean
}

export interface BeneathTools {
  readonly memory: AnyMemory
  /** The state of that memory in the state of the whole system. */
  readonly in: (s: unknown) => State
  readonly barriers: Barriers
  readonly precaution: Precaution
  /** Loads the global epoch; loads it, and says whether one that was recorded is over. */
  readonly readEpoch: (s: object, me: { readonly id: number }) => number
  readonly epochIsOver: (s: object, me: { readonly id: number }, recorded: number) => boolean
}

/** Routines that a system spreads into its programs, under labels that begin with `prefix`. They end by going to `then`. */
export interface BeneathOperations {
  /** Where taking begins and where it waits, and where giving back begins. */
  readonly taking: BeneathLabel
  readonly waiting: BeneathLabel
  readonly giving: BeneathLabel
  /** `instead` is asked before each attempt of a processor that waits: a label, if it does something else meanwhile. */
  take<P extends string, To extends string, Else extends string = never>(
    prefix: P,
    then: To,
    instead?: (me: never, pick: Pick) => Else | null,
  ): BeneathSteps<`${P}${BeneathLabel}`, To | Else>
  give<P extends string, To extends string>(prefix: P, then: To): BeneathSteps<`${P}${BeneathLabel}`, To>
}

export type BeneathLabel = SpinLabel | McsLabel | SwitchingLabel

/** Of the labels, those alone are there that the lock has. */
type BeneathSteps<L extends string, To> = { readonly [label in L]: Step<L | To> }
type Step<L> = (s: object, me: Holder, pick: Pick) => L | Blocked

// biome-ignore lint/suspicious/noExplicitAny: only the lock itself knows its variables
export type State = any

/** What a processor knows of every lock. */
export interface Holder {
  readonly id: number
  state: 'disabled' | 'promoting' | 'enabled' | 'demoting'
  holdsSpinLock: boolean
}

/** The lock is no longer held: whether it was, and the dynamic lock's state as last tested, are forgotten. */
export function letGo(me: Holder): void {
  me.holdsSpinLock = false
  me.state = 'disabled'
}

/** The same steps under labels with a prefix; those who call it know better of which type. */
export function prefixed<S>(prefix: string, steps: { readonly [label: string]: S }): never {
  return Object.fromEntries(Object.entries(steps).map(([label, step]) => [`${prefix}${label}`, step])) as never
}
