import * as E from 'fp-ts/lib/Either.js'
import { type CheckResult, worst } from '../search/check.js'
import type { Configured } from './configure.js'
import type { CliError } from './errors.js'

const DEADLOCK = 'no deadlock'

/** Which properties a check is to judge; null for all of them. */
export type Selection = ReadonlySet<string> | null

/** Reads `--property`: a name that none of the models has is an error. */
export function selection(names: readonly string[], models: readonly Configured[]): E.Either<CliError, Selection> {
  if (names.length === 0) return E.right(null)
  const known = [...new Set([...models.flatMap(({ model }) => Object.keys(model.properties)), DEADLOCK])]
  const strange = names.find((name) => !known.includes(name))
  if (strange === undefined) return E.right(new Set(names))
  const asked = models.map(({ model }) => model.name)
  return E.left({ tag: 'nobody has it', what: 'property', name: strange, models: asked, known })
}

/** The model with the selected properties only. Where deadlocks are not asked for, it may stop anywhere. */
export function select(model: Configured['model'], selected: Selection): Configured['model'] {
  if (selected === null) return model
  const properties = Object.fromEntries(Object.entries(model.properties).filter(([name]) => selected.has(name)))
  return { ...model, properties, mayStop: selected.has(DEADLOCK) ? model.mayStop : () => true }
}

/** The result for the whole model, of which the selected properties were judged; a model that fails is always told of. */
export function selectResults(result: CheckResult, model: Configured['model'], selected: Selection): CheckResult {
  if (selected === null) return result
  const properties = result.properties.filter((p) => p.kind === 'model' || selected.has(p.name))
  return { ...result, model, properties, verdict: worst(properties.map((p) => p.verdict)) }
}
