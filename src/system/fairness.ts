import type { Action, Program } from './behaviour.js'
import type { Done } from './outcome.js'

// biome-ignore lint/suspicious/noExplicitAny: only the action knows which arguments it has
type Any = any

/**
 * What is assumed of a run besides that each of its steps is possible: weak fairness of steps that could be taken without
 * a break from some moment on, or strong fairness of steps that could be taken again and again, each say that they
 * are taken again and again. A step that changes nothing does not count as taken, nor as possible.
 */
export interface Fairness {
  readonly strength: 'weak' | 'strong'
  /** Families and actions; null for everything that can happen. */
  readonly of: readonly string[] | null
  /** Every process, and every combination of an action's arguments, for itself; or all of them together as one. */
  readonly each: boolean
  /** The arguments that tell apart what is treated for itself; null for all of them. */
  readonly by: readonly string[] | null
  /** Labels whose steps nobody needs to take. */
  readonly except: readonly string[]
  /** Which of the steps are meant, by the states before and after. */
  readonly only: ((before: never, after: never, one: never) => boolean) | null
}

export interface FairnessTools<S, B, Inner extends string = never> {
  /** Who could take a step without a break from some moment on takes it again and again. */
  weak: Assume<S, B, Inner>
  /** Who could take a step again and again takes it again and again. */
  strong: Assume<S, B, Inner>
}

export interface Assume<S, B, Inner extends string> {
  /** Each process of a family for itself, all its steps as one; or an action, each combination of its arguments for itself. */
  <N extends NamesOf<B> | Inner>(name: N, options?: EachOptions<S, B, N>): Fairness
  /** All of these families and actions together, as one: it is enough if somebody does something. */
  together(names: (NamesOf<B> | Inner) | readonly (NamesOf<B> | Inner)[], options?: Only<S>): Fairness
  /** Everything that can happen together, as one: the system does not stop where it could go on. */
  anything(): Fairness
}

export interface Only<S> {
  /** Which of the steps are meant, by the states before and after; `one` has the arguments of an action, or a process's `id`. */
  readonly only?: (before: S, after: S, one: { readonly [name: string]: Any }) => boolean
}

interface EachOptions<S, B, N> extends Only<S> {
  /** Labels whose steps the process does not need to take. */
  readonly except?: readonly StepsOf<B, N>[]
  /** The arguments that tell apart what is treated for itself, whatever the others are. */
  readonly by?: readonly string[]
}

/** The names of the families and actions among `B`. */
export type NamesOf<B> = Extract<B, Program>['family'] | Extract<B, Action>['name']

type StepsOf<B, N> = [Extract<B, { readonly family: N }>] extends [never]
  ? string
  : Extract<B, { readonly family: N }> extends Program<string, infer L>
    ? Exclude<L, Done>
    : never

type Options = Partial<Pick<Fairness, 'by' | 'except' | 'only'>>

function assume(strength: Fairness['strength']) {
  const fair = (
    of: Fairness['of'],
    each: boolean,
    { by = null, except = [], only = null }: Options = {},
  ): Fairness => ({
    strength,
    of,
    each,
    by,
    except,
    only,
  })
  return Object.assign((name: string, options?: Options) => fair([name], true, options), {
    together: (names: string | readonly string[], options?: Options) => fair([names].flat(), false, options),
    anything: () => fair(null, false),
  })
}

/** For assumptions made of one check. Names are looked up when it begins. */
export const weak = assume('weak') as unknown as Assume<never, never, string>
export const strong = assume('strong') as unknown as Assume<never, never, string>

export const fairnessTools: FairnessTools<never, never, string> = { weak, strong }

/** The assumption of a part, made of the whole of which it is the field `name`. */
export function fairnessThroughField(name: string, fairness: Fairness, inside: readonly string[]): Fairness {
  const { of, only } = fairness
  return {
    ...fairness,
    of: (of ?? inside).map((n) => `${name}.${n}`),
    only: only && ((before: never, after: never, one: never) => only(before[name], after[name], one)),
  }
}

/** The assumption in words. */
export function describeFairness({ strength, of, each, by, except, only }: Fairness): string {
  const names = of === null ? 'anything' : of.join(' or ')
  const whom = of === null || !each ? names : by === null ? `each ${names}` : `${names} for each ${by.join(' and ')}`
  const but = except.length === 0 ? '' : `, but not ${except.join(' or ')}`
  return `${strength} fairness of ${whom}${but}${only === null ? '' : ', some of its steps'}`
}
