export { type Component, component } from './model/component.js'
export type { Model } from './model/model.js'
export { type Mutant, type MutantKind, mutantsOf } from './model/mutant.js'
export { isSystem, type System, system } from './model/system.js'
export { withProperties } from './model/with-properties.js'
export { type History, type Sequential, sequential } from './property/sequential.js'
export { isTemporal } from './property/temporal.js'
export type { Of, Plain, View } from './schema/static.js'
export {
  type ArrayType,
  array,
  type BoolType,
  bool,
  type IdType,
  type IntType,
  id,
  int,
  type OneOfType,
  type OptionType,
  oneOf,
  option,
  type QueueType,
  queue,
  type SetType,
  type StructType,
  set,
  struct,
  type Type,
  withDefault,
} from './schema/type.js'
export {
  asExpected,
  type CheckOptions,
  type CheckResult,
  check,
  checking,
  type Ledger,
  type PropertyResult,
  type Verdict,
} from './search/check.js'
export { type FencesOptions, type FencesResult, type MinimalAssignment, minimalFences } from './search/fences.js'
export {
  type CounterexampleToInduction,
  type InductionOptions,
  type InductionResult,
  inductive,
} from './search/induction.js'
export {
  checkMutants,
  type Fate,
  type MutantResult,
  type MutantsOptions,
  type MutantsResult,
} from './search/mutants.js'
export { type ReductionName, reductionNames, reductionRefusal } from './search/reduction/refusal.js'
export type { Scope } from './search/scope.js'
export { type StrategyName, strategies } from './search/strategy.js'
export {
  type PrecautionSet,
  type SufficientOptions,
  type SufficientResult,
  sufficientSets,
} from './search/sufficient.js'
export { vacuousPrecautions } from './search/vacuous-precautions.js'
export type { Why } from './search/why.js'
// What the declarations of an exported system are written with, as the types of state above.
export type { Action, Labelled, LabelsOf, PlainLabelled, Program } from './system/behaviour.js'
export { type Fairness, strong, weak } from './system/fairness.js'
export { type MemoryModel, memoryModels } from './system/memory-model.js'
export { type Note, noteOf, type PartStep } from './system/note.js'
export { type Beyond, type Blocked, beyond, blocked, done, type Stopped } from './system/outcome.js'
export { type Pick, pickOf } from './system/pick.js'
export { type Place, type PlaceType, place } from './system/place.js'
export type { Precaution } from './system/precaution.js'
export { type Account, accountOf } from './trace/account.js'
export { type Run, runAlong } from './trace/run.js'
export { shrink, shrinkAll } from './trace/shrink/shrink.js'
export { type Smallest, type SmallestOptions, smallestParameters } from './trace/shrink/smallest.js'
