import * as t from 'io-ts'
import { type MemoryModel, memoryModels } from '../system/memory-model.js'

/**
 * A recorded run, as a file holds it: enough to take the run again in a later version of the model, and to say what has
 * changed when that is no longer possible. Files are decoded, never cast.
 */

const literal = t.union([t.number, t.string, t.boolean])

const change = t.readonly(t.strict({ path: t.string, before: t.string, after: t.string }))

const step = t.readonly(
  t.strict({
    /** `cpu 1`, or null for an action. */
    process: t.union([t.string, t.null]),
    /** The label of the step, or the name of the action. */
    label: t.string,
    /** The arguments of an action. */
    arguments: t.readonly(t.record(t.string, literal)),
    /** Which alternative each `pick` took. */
    choices: t.readonlyArray(t.Integer),
    /** What each `pick` gave, for a reader. */
    picked: t.readonlyArray(t.string),
    /** What the step changed. */
    changes: t.readonlyArray(change),
  }),
)

const initial = t.readonly(
  t.strict({
    choices: t.readonlyArray(t.Integer),
    picked: t.readonlyArray(t.string),
    /** The whole initial state as a plain value; the model's own codec decides whether it is one. */
    state: t.unknown,
  }),
)

const during = t.union([
  t.readonly(t.strict({ tag: t.literal('step'), process: t.union([t.string, t.null]), label: t.string })),
  t.readonly(t.strict({ tag: t.literal('property'), property: t.string })),
])

/** How a run that never ends goes on after its last step. */
const loop = t.readonly(
  t.strict({
    /** The state to which it returns, by the number of steps before it: it goes on from there as it did before. */
    to: t.Integer,
    /** It stays in its last state for ever; `to` is the number of all steps then. */
    stutters: t.boolean,
    /** The process or value for which the property is broken; null if it is asked of the system. */
    of: t.union([t.string, t.null]),
    /** The state that breaks it, by the number of steps before it: from there on something is waited for in vain. */
    since: t.Integer,
  }),
)

/** An assumption of fairness, without which the run would not count. */
const fairness = t.readonly(
  t.strict({
    strength: t.union([t.literal('weak'), t.literal('strong')]),
    of: t.union([t.readonlyArray(t.string), t.null]),
    each: t.boolean,
    by: t.union([t.readonlyArray(t.string), t.null]),
    except: t.readonlyArray(t.string),
    /** It speaks of some steps only, by a condition that no file can hold: a replay has to be given it again. */
    only: t.boolean,
  }),
)

const memoryModel = t.keyof(
  Object.fromEntries(memoryModels.map((name) => [name, null])) as { readonly [m in MemoryModel]: null },
)

const run = t.type({
  version: t.literal(1),
  model: t.string,
  /** Short hashes of the model's parts: which of them differ tells what has changed since. */
  modelVersion: t.readonly(
    t.strict({
      parameters: t.string,
      state: t.string,
      behaviour: t.string,
      properties: t.string,
      precautions: t.string,
    }),
  ),
  parameters: t.readonly(t.record(t.string, literal)),
  /** The precautions that the run goes without. */
  without: t.readonlyArray(t.string),
  /** What the parameters say of it. */
  memoryModel,
  property: t.readonly(t.strict({ name: t.string, kind: t.string })),
  /** How the model itself failed at the end of the run, if that is what the file shows. */
  fault: t.union([t.null, t.readonly(t.strict({ message: t.string, during }))]),
  /** Null only if the model fails while its initial state is made. */
  initial: t.union([t.null, initial]),
  steps: t.readonlyArray(step),
  /** Null for a run that ends. */
  loop: t.union([t.null, loop]),
})

/** What was assumed for the check that found the run, if it was not what the model says. */
const assumed = t.partial({ fairness: t.readonlyArray(fairness) })

export const counterexample = t.readonly(t.exact(t.intersection([run, assumed])))

export type Counterexample = t.TypeOf<typeof counterexample>
export type Loop = t.TypeOf<typeof loop>
export type RecordedStep = Counterexample['steps'][number]
export type RecordedChange = RecordedStep['changes'][number]
export type RecordedFairness = t.TypeOf<typeof fairness>
export type ModelVersion = Counterexample['modelVersion']
