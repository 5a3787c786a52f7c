export { type Component, component } from './model/component.js'
export type { Model } from './model/model.js'
export { isSystem, type System, system } from './model/system.js'
export type { Of, Plain, View } from './schema/static.js'
export { array, bool, id, int, oneOf, option, queue, set, struct, type Type, withDefault } from './schema/type.js'
export {
  type CheckOptions,
  type CheckResult,
  check,
  checking,
  type Ledger,
  type PropertyResult,
  type Verdict,
} from './search/check.js'
export { type Blocked, blocked, done } from './system/outcome.js'
export type { Pick } from './system/pick.js'
export type { Precaution } from './system/precaution.js'
export { type Run, runAlong } from './trace/run.js'
