import * as E from 'fp-ts/lib/Either.js'
import type { Model } from '../model/model.js'
import { describeFault, faultOf } from '../schema/failure.js'
import { type Literal, typeName } from '../schema/type.js'
import { UsageFailure } from '../system/errors.js'
import { type AnyValues, parseParameter } from '../system/parameters.js'
import type { Loaded } from './catalogue.js'
import type { CliError } from './errors.js'

/** A model as it is to be checked, and how it was asked for. */
export interface Configured {
  readonly model: Model
  readonly asked: string
}

/**
 * Sets parameters and takes precautions away. With several models, each takes what it knows; what none of them knows is an
 * error, and so is a value that is out of range for one of them.
 */
export function configureAll(
  models: readonly Loaded[],
  parameters: ReadonlyMap<string, string>,
  without: readonly string[],
): E.Either<CliError, readonly Configured[]> {
  const names = models.map((m) => m.system.system.name)
  const declared = [...new Set(models.flatMap((m) => Object.keys(m.system.system.parameters)))]
  const strange = [...parameters.keys()].find((name) => !declared.includes(name))
  if (strange !== undefined)
    return E.left({ tag: 'nobody has it', what: 'parameter', name: strange, models: names, known: declared })
  const whole: Configured[] = []
  for (const loaded of models) {
    const built = configure(loaded, parameters)
    if (E.isLeft(built)) return built
    whole.push({ model: built.right, asked: loaded.asked })
  }
  return leaveOut(whole, without)
}

function leaveOut(
  models: readonly Configured[],
  without: readonly string[],
): E.Either<CliError, readonly Configured[]> {
  const names = models.map((m) => m.model.name)
  const known = [...new Set(models.flatMap((m) => m.model.precautions))]
  const strange = without.find((name) => !known.includes(name))
  if (strange !== undefined)
    return E.left({ tag: 'nobody has it', what: 'precaution', name: strange, models: names, known })
  return E.right(
    models.map(({ model, asked }) => ({
      model: model.without(...without.filter((name) => model.precautions.includes(name))),
      asked,
    })),
  )
}

function configure(loaded: Loaded, given: ReadonlyMap<string, string>): E.Either<CliError, Model> {
  const values = valuesOf(loaded, given)
  return E.isLeft(values) ? values : build(loaded, values.right)
}

/** Those of the given parameters that the model has, written as on a command line. */
export function valuesOf({ system }: Loaded, given: ReadonlyMap<string, string>): E.Either<CliError, AnyValues> {
  const { name, parameters } = system.system
  const values: Record<string, Literal> = {}
  for (const [parameter, text] of given) {
    const type = parameters[parameter]
    if (type === undefined) continue
    const value = parseParameter(type, text)
    if (value === null)
      return usage({ tag: 'bad parameter', system: name, name: parameter, value: text, expected: typeName(type) })
    values[parameter] = value
  }
  return E.right(values)
}

/** Builds a model; what its definition throws is the user's to hear of. */
export function build(
  { system }: Loaded,
  values: { readonly [name: string]: unknown } = {},
  without: readonly string[] = [],
): E.Either<CliError, Model> {
  try {
    const model = system.configure(values, without)
    return E.isLeft(model) ? usage(model.left) : model
  } catch (thrown) {
    if (thrown instanceof UsageFailure) return usage(thrown.error)
    return E.left({ tag: 'model does not build', model: system.system.name, message: describeFault(faultOf(thrown)) })
  }
}

function usage(error: Extract<CliError, { tag: 'usage' }>['error']): E.Either<CliError, never> {
  return E.left({ tag: 'usage', error })
}
