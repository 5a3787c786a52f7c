/** Shootdown in property-based tests: runs and parameters as arbitraries, and code tested against a specification. */
export {
  asyncCommandsOf,
  type CommandsOptions,
  commandsOf,
  type Implementation,
  NotAllowed,
  specificationOf,
} from './commands.js'
export { type AlongOptions, assertAlong, BrokenAlong, holdsAlong } from './holds-along.js'
export { parametersOf } from './parameters.js'
export { type ModelRun, type RunsOptions, runs } from './runs.js'
export type { Shown, Specification } from './specification.js'
