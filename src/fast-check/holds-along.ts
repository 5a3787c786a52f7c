import fc from 'fast-check'
import type { Model } from '../model/model.js'
import type { PropertyResult } from '../search/check.js'
import { expansionOf } from '../search/expansion.js'
import type { Finding } from '../search/outcome.js'
import { withoutTemporal } from '../search/temporal.js'
import { isWitness } from '../search/watch.js'
import { explained } from '../search/why.js'
import { along, Stage } from '../trace/shrink/stage.js'
import { failureText, type Keeping } from './failure.js'
import { type ModelRun, type RunsOptions, runs } from './runs.js'

export interface AlongOptions extends RunsOptions, Keeping {
  /** The properties to judge by their names; without it, all that can be judged along a run, and freedom from deadlock. */
  readonly properties?: readonly string[]
}

/**
 * The fast-check property that nothing is broken along runs of the model: to be asserted as any other. A failure tells the
 * run as Shootdown does, keeps it in a file, and says how to replay it.
 *
 *     fc.assert(holdsAlong(peterson()))
 */
export function holdsAlong(model: Model, options: AlongOptions = {}): fc.IPropertyWithHooks<[ModelRun]> {
  const broken = judgeOf(model, options.properties ?? null)
  return fc.property(runs(model, options), (run) => {
    const result = broken(run)
    if (result !== null) throw new BrokenAlong(failureText(model, result, options))
  })
}

/** Asserts that nothing is broken along runs of the model; what fast-check is told goes last. */
export function assertAlong(
  model: Model,
  options: AlongOptions = {},
  parameters: fc.Parameters<[ModelRun]> = {},
): void {
  fc.assert(holdsAlong(model, options), parameters)
}

/** Thrown for a run that breaks a property; its message is the counterexample. */
export class BrokenAlong extends Error {
  override readonly name = 'BrokenAlong'
}

/** What a run breaks, as a check would say it; null if nothing. */
function judgeOf(model: Model, names: readonly string[] | null): (run: ModelRun) => PropertyResult | null {
  const known = Object.keys(model.properties)
  const unknown = names?.find((name) => !known.includes(name) && name !== DEADLOCK)
  if (unknown !== undefined)
    throw new RangeError(`${model.name} has no property "${unknown}"; it has ${[...known, DEADLOCK].join(', ')}`)
  const stage = new Stage(expansionOf(withoutTemporal(model)))
  const breaks = (finding: Finding) => {
    const { name, kind } = aboutOf(model, finding)
    if (kind === 'reachable' || isWitness(name)) return false
    // What is known to break does not count, unless it is asked for.
    return kind === 'model' || (names?.includes(name) ?? model.expected[name] !== 'violated')
  }
  return ({ path }) => {
    const taken = stage.run(along(path), (findings) => findings.some(breaks))
    const finding = taken?.findings.find(breaks)
    if (finding === undefined) return null
    const [told] = explained(stage.expansion, [finding])
    return { ...aboutOf(model, finding), verdict: 'violated', finding: told!, expected: 'holds', vacuous: false }
  }
}

const DEADLOCK = 'no deadlock'

/** The name and the kind of what a finding is about, as in the results of a check. */
function aboutOf(model: Model, finding: Finding): Pick<PropertyResult, 'name' | 'kind'> {
  if (finding.tag === 'fault') return { name: 'the model itself', kind: 'model' }
  if (finding.tag === 'deadlock') return { name: DEADLOCK, kind: 'deadlock' }
  const name = finding.property
  return { name, kind: model.properties[name]?.kind ?? 'always' }
}
