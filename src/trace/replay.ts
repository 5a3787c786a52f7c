import * as E from 'fp-ts/lib/Either.js'
import type { Model } from '../model/model.js'
import type { System } from '../model/system.js'
import { isTemporal } from '../property/temporal.js'
import { faultOf } from '../schema/failure.js'
import { expansionOf } from '../search/expansion.js'
import type { Path } from '../search/outcome.js'
import { type Why, whyBroken } from '../search/why.js'
import type { Fairness } from '../system/fairness.js'
import { type Account, accountOf } from './account.js'
import { assumedBy } from './assumed.js'
import type { Counterexample } from './counterexample.js'
import { lasting } from './record.js'
import { Replay } from './rerun.js'
import type { Stale, StaleError } from './stale.js'
import { changedParts, type Part, versionOf } from './version.js'

/** As much of a system as a replay needs. */
export type Configurable = Pick<System, 'configure'>

export interface Replayed {
  readonly model: Model
  /** The positions of the run in the model as it is now. */
  readonly path: Path
  /** Parts of the model that have changed since the run was recorded, although it is what it was. */
  readonly changed: readonly Part[]
  /** Why the run breaks the property, if it is more than one condition. */
  readonly why: Why | null
  readonly account: Account | null
}

export interface ReplayOptions {
  /** What to assume of runs, instead of what the file or the model says. */
  readonly fairness?: readonly Fairness[]
}

/**
 * Takes a recorded run again: every step must be possible and have the effect that was recorded, and the run must end,
 * and not before, where it shows what it was recorded for.
 */
export function replay(
  recorded: Counterexample,
  system: Configurable,
  { fairness: given }: ReplayOptions = {},
): E.Either<Stale, Replayed> {
  const built = build(recorded, system)
  if (E.isLeft(built)) return E.left({ error: built.left, changed: [] })
  const changed = changedParts(recorded.modelVersion, versionOf(built.right))
  const unfit = wrongProperty(built.right, recorded)
  if (unfit !== null) return E.left({ error: unfit, changed })
  const fairness = assumedBy(recorded, built.right, given)
  if (E.isLeft(fairness)) return E.left({ error: fairness.left, changed })
  const model = { ...built.right, fairness: fairness.right }
  const taken = new Replay(model, recorded)
  const error = taken.run()
  if (error !== null) return E.left({ error, changed })
  const { path } = taken
  const why = recorded.fault === null ? whyBroken(expansionOf(model), recorded.property.name, path) : null
  return E.right({ model, path, changed, why, account: accountOf(model, path) })
}

function build(recorded: Counterexample, system: Configurable): E.Either<StaleError, Model> {
  try {
    const model = system.configure(recorded.parameters, recorded.without)
    return E.isLeft(model) ? E.left({ tag: 'not configurable', error: model.left }) : model
  } catch (thrown) {
    return E.left({ tag: 'not buildable', message: lasting(faultOf(thrown)) })
  }
}

/** Why the model does not have the property any more; deadlock freedom and the model itself are always there. */
function wrongProperty(model: Model, { property, fault, loop }: Counterexample): StaleError | null {
  if (fault !== null || property.kind === 'deadlock') return null
  const now = model.properties[property.name]
  if (now === undefined) return { tag: 'property gone', property: property.name, known: Object.keys(model.properties) }
  if (now.kind === property.kind)
    return isTemporal(now) === (loop !== null) ? null : { tag: 'wrong end', kind: now.kind }
  return { tag: 'property of another kind', property: property.name, was: property.kind, is: now.kind }
}
