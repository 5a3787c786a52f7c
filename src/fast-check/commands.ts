import fc from 'fast-check'
import type { BoundAction, Model } from '../model/model.js'
import { arbitraryOf } from '../schema/arbitrary.js'
import type { Literal } from '../schema/type.js'
import { type Shown, Specification } from './specification.js'
import { argumentsText } from './step-line.js'

type Given = { readonly [parameter: string]: Literal }

/**
 * What the code under test does for an action of the specification. What it returns, if it is an object, are fields of the
 * specification's state as they have to be afterwards.
 */
export type Implementation<Real, Result = Shown | void> = (real: Real, given: Given) => Result

export interface CommandsOptions<Real, Result = Shown> {
  /** Fields of the specification's state as they can be seen in the code under test, looked at after every command. */
  readonly observe?: (real: Real) => Result
  /** How many commands there are at most, as in `fc.commands`. */
  readonly maxCommands?: number
}

/**
 * Commands for `fc.modelRun`, made of the actions of a specification: each is only run when the specification allows it,
 * and what the code under test shows must be what the specification allows next.
 *
 *     fc.property(commandsOf(spec, { push: (stack, { value }) => stack.push(value) }, { observe }), (commands) =>
 *       fc.modelRun(() => ({ model: specificationOf(spec), real: new Stack() }), commands))
 */
export function commandsOf<Real>(
  model: Model,
  implementations: { readonly [action: string]: Implementation<Real> },
  options: CommandsOptions<Real> = {},
): fc.Arbitrary<Iterable<fc.Command<Specification, Real>>> {
  return fc.commands(
    commandsFor(model, implementations, (action, given, implementation) => ({
      check: (specification) => specification.allows(action, given),
      run(specification, real) {
        const shown = implementation(real, given)
        accept(specification, action, given, { ...options.observe?.(real), ...shown })
      },
      toString: () => action + argumentsText(given),
    })),
    limitOf(options),
  )
}

/** The same for code that answers later, for `fc.asyncModelRun`. */
export function asyncCommandsOf<Real>(
  model: Model,
  implementations: { readonly [action: string]: Implementation<Real, Promise<Shown | void>> },
  options: CommandsOptions<Real, Shown | Promise<Shown>> = {},
): fc.Arbitrary<Iterable<fc.AsyncCommand<Specification, Real>>> {
  return fc.commands(
    commandsFor(model, implementations, (action, given, implementation) => ({
      check: (specification) => specification.allows(action, given),
      async run(specification, real) {
        const shown = await implementation(real, given)
        accept(specification, action, given, { ...(await options.observe?.(real)), ...shown })
      },
      toString: () => action + argumentsText(given),
    })),
    limitOf(options),
  )
}

/**
 * The specification at its beginning, for `fc.modelRun` to go along. What has no implementation does not happen, but for
 * `internal` actions, which may happen unseen at any time.
 */
export function specificationOf(model: Model, internal: readonly string[] = []): Specification {
  return new Specification(model, new Set(internal))
}

/** Thrown when the code under test does what the specification does not allow. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed'
}

function accept(specification: Specification, action: string, given: Given, shown: Shown): void {
  const wrong = specification.accept(action, given, shown)
  if (wrong !== null) throw new NotAllowed(`after ${action}${argumentsText(given)}, ${wrong}`)
}

/** One arbitrary of commands for each implementation, with any arguments that its action can have. */
function commandsFor<I, Command>(
  model: Model,
  implementations: { readonly [action: string]: I },
  command: (action: string, given: Given, implementation: I) => Command,
): fc.Arbitrary<Command>[] {
  const actions = model.behaviour.filter((b): b is BoundAction => b.kind === 'action')
  return Object.entries(implementations).map(([name, implementation]) => {
    const action = actions.find((a) => a.name === name)
    if (action === undefined)
      throw new RangeError(`${model.name} has no action "${name}"; it has ${actions.map((a) => a.name).join(', ')}`)
    const types = Object.entries(action.parameters).map(([parameter, type]) => [parameter, arbitraryOf(type)])
    const given: fc.Arbitrary<Given> = fc.record(Object.fromEntries(types), { noNullPrototype: true })
    return given.map((values) => command(name, values, implementation))
  })
}

function limitOf({ maxCommands }: { readonly maxCommands?: number }): { maxCommands?: number } {
  return maxCommands === undefined ? {} : { maxCommands }
}
