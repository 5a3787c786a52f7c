import * as E from 'fp-ts/lib/Either.js'
import type { Model } from '../../model/model.js'
import type { System } from '../../model/system.js'
import { encode, valuesOf } from '../../schema/scalar.js'
import type { CheckOptions, CheckResult, PropertyResult } from '../../search/check.js'
import type { Finding } from '../../search/outcome.js'
import { answered, type Investigation } from '../../search/question.js'
import type { AnyValues } from '../../system/parameters.js'
import { judgedBy, watchedFor } from '../judged-by.js'
import { shrink } from './shrink.js'

/** As much of a system as is needed to try it with other parameters. */
export type Sizable = Pick<System, 'configure' | 'system'>

export interface Smallest {
  readonly parameters: AnyValues
  readonly model: Model
  /** The violation, shown by as simple a run as can be found. */
  readonly property: PropertyResult
}

export interface SmallestOptions extends CheckOptions {
  readonly without?: readonly string[]
  /** Only parameters with which the run has no more steps. */
  readonly noLonger?: boolean
}

/** What comes of the check with a smaller value. */
export type Tried =
  | { readonly tag: 'violated'; readonly smallest: Smallest; readonly steps: number }
  /** `otherwise`: something else breaks, or the model fails in another way. */
  | { readonly tag: 'holds' | 'otherwise' | 'not decided' | 'not built' }

/** A parameter, and what keeps it from being smaller still. */
export interface Lowered {
  readonly name: string
  readonly value: number
  /** The value below, and what came of it; null if there is none. */
  readonly below: { readonly value: number; readonly tried: Tried } | null
}

/** What is told of a check that did not break the property in the same way. */
const OTHERWISE = { holds: 'holds', violated: 'otherwise', inconclusive: 'not decided' } as const

/** How many states are looked at for each choice of parameters, unless said otherwise. */
const STATES = 200_000

/** How many smaller values of one parameter are tried: the smallest, and those just below what fails already. */
const VALUES = 16

/**
 * The smallest parameters at which a property is still violated, found by making one after the other smaller as long as
 * that is possible; null if it is not violated with those given. Only integers are sizes: other parameters stay as they
 * are. Parameters with which the system cannot be built, or is not decided within the bounds, do not count.
 */
export function smallestParameters(
  system: Sizable,
  parameters: AnyValues,
  property: string,
  options: SmallestOptions = {},
): Smallest | null {
  const first = answered(new Sizes(system, property, null, options).violated(parameters))
  if (first === null) return null
  const { smallest } = answered(lookingForSmallest(system, first, options))
  return smallest === first ? first : { ...smallest, property: shrink(smallest.model, smallest.property) }
}

/**
 * The same from a violation that is known, as questions, and shown by a run as a search finds it; and for each size what
 * keeps it from being smaller.
 */
export function* lookingForSmallest(
  system: Sizable,
  known: Smallest,
  options: SmallestOptions = {},
): Investigation<{ readonly smallest: Smallest; readonly lowered: readonly Lowered[] }> {
  const sizes = new Sizes(system, known.property.name, known.property.finding, options)
  let now = known
  for (let before: Smallest | null = null; now !== before; ) {
    before = now
    for (const name of sizes.names) now = yield* sizes.lower(name, now)
  }
  const lowered: Lowered[] = []
  for (const name of sizes.names) lowered.push(yield* sizes.lowest(name, now))
  return { smallest: now, lowered }
}

/** A system at different sizes; none is checked twice. */
class Sizes {
  /** The parameters that are sizes. */
  readonly names: readonly string[]
  private readonly known = new Map<string, Tried>()

  constructor(
    private readonly system: Sizable,
    private readonly property: string,
    private readonly wanted: Finding | null,
    private readonly options: SmallestOptions,
  ) {
    const { parameters } = system.system
    this.names = Object.keys(parameters).filter((name) => parameters[name]!.tag === 'int')
  }

  /** The least value of one parameter at which the property is still violated, the others staying as they are. */
  *lower(name: string, now: Smallest): Investigation<Smallest> {
    const below = this.below(name, now)
    const values = below.length <= VALUES ? below : [...below.slice(0, VALUES / 2), ...below.slice(-VALUES / 2)]
    for (const value of values) {
      const smaller = yield* this.violated({ ...now.parameters, [name]: value })
      if (smaller !== null && (this.options.noLonger !== true || stepsOf(smaller) <= stepsOf(now))) return smaller
    }
    return now
  }

  *lowest(name: string, now: Smallest): Investigation<Lowered> {
    const value = this.below(name, now).at(-1)
    const tried = value === undefined ? null : yield* this.try({ ...now.parameters, [name]: value })
    return { name, value: now.parameters[name] as number, below: tried && { value: value!, tried } }
  }

  *violated(given: AnyValues): Investigation<Smallest | null> {
    const tried = yield* this.try(given)
    return tried.tag === 'violated' ? tried.smallest : null
  }

  private *try(given: AnyValues): Investigation<Tried> {
    const key = JSON.stringify(Object.entries(given).sort())
    const known = this.known.get(key)
    if (known !== undefined) return known
    const model = build(this.system, given, this.options.without ?? [])
    const tried = model === null ? ({ tag: 'not built' } as const) : yield* this.check(model)
    this.known.set(key, tried)
    return tried
  }

  private *check(model: Model): Investigation<Tried> {
    const { wanted, property, options } = this
    const judged = wanted === null ? model : judgedBy(model, watchedFor(property, wanted))
    const result = yield { model: judged, options: { ...options, bounds: { states: STATES, ...options.bounds } } }
    const decided = this.decided(result)
    if (decided === undefined) return { tag: OTHERWISE[result.verdict] }
    const smallest = { parameters: model.parameters, model, property: decided }
    return { tag: 'violated', smallest, steps: stepsOf(smallest) }
  }

  private decided({ properties }: CheckResult): PropertyResult | undefined {
    const decided = properties.find((p) => p.name === this.property && p.verdict === 'violated')
    return this.wanted?.tag !== 'fault' || isLike(decided?.finding ?? null, this.wanted) ? decided : undefined
  }

  private below(name: string, { parameters }: Smallest): number[] {
    const type = this.system.system.parameters[name]!
    return valuesOf(type).slice(0, encode(type, parameters[name])) as number[]
  }
}

/** Whether the model fails in the same place and the same way, be it in another process or with another number. */
function isLike(finding: Finding | null, wanted: Extract<Finding, { readonly tag: 'fault' }>): boolean {
  if (finding?.tag !== 'fault' || finding.fault.tag !== wanted.fault.tag) return false
  const [a, b] = [finding.during, wanted.during]
  return a.tag === 'step' ? b.tag === 'step' && a.label === b.label : b.tag !== 'step' && a.property === b.property
}

function stepsOf({ property: { finding } }: Smallest): number {
  return finding === null ? 0 : finding.path.length - 1
}

/** A system may not be made for every combination of its parameters. */
function build(system: Sizable, given: AnyValues, without: readonly string[]): Model | null {
  try {
    const model = system.configure(given, without)
    return E.isRight(model) ? model.right : null
  } catch {
    return null
  }
}
