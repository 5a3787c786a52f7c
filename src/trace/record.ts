import type { Model } from '../model/model.js'
import { differences } from '../schema/difference.js'
import { describeFault, type Fault } from '../schema/failure.js'
import type { PropertyResult } from '../search/check.js'
import type { Finding } from '../search/outcome.js'
import { memoryModelOf } from '../system/memory-model.js'
import { recordedFairness } from './assumed.js'
import type { Counterexample, RecordedStep } from './counterexample.js'
import { loopOf } from './lasso.js'
import { type RunStep, runAlong } from './run.js'
import { versionOf } from './version.js'

/** The run that decided a property, as data; null if no run did (nothing was found, or what must be reachable is not). */
export function record(model: Model, { name, kind, finding }: PropertyResult): Counterexample | null {
  if (finding === null) return null
  return {
    version: 1,
    model: model.name,
    modelVersion: versionOf(model),
    parameters: model.parameters,
    without: [...model.leftOut].sort(),
    memoryModel: memoryModelOf(model.parameters),
    property: { name, kind },
    fault: faultOf(finding),
    ...runOf(model, finding),
    loop: finding.tag === 'lasso' ? loopOf(model, finding) : null,
    ...('fairness' in finding && { fairness: finding.fairness.map(recordedFairness) }),
  }
}

function runOf(model: Model, finding: Finding): Pick<Counterexample, 'initial' | 'steps'> {
  // The model fails before there is an initial state.
  if (finding.path.length === 0) return { initial: null, steps: [] }
  const run = runAlong(model, finding.path)
  const before = [run.initial, ...run.steps.map((s) => s.state)]
  return {
    initial: { choices: run.start.event.choices, picked: run.start.picked, state: run.initial },
    steps: run.steps.map((step, i) => recordedStep(model, before[i], step)),
  }
}

function recordedStep(model: Model, before: unknown, { event, picked, state }: RunStep): RecordedStep {
  return {
    process: event.process,
    label: event.label,
    arguments: event.arguments as RecordedStep['arguments'],
    choices: event.choices,
    picked,
    changes: differences(model.state, before, state),
  }
}

function faultOf(finding: Finding): Counterexample['fault'] {
  return finding.tag === 'fault' ? { message: lasting(finding.fault), during: finding.during } : null
}

/** The fault without the line it came from, which moves whenever the file is edited or compiled. */
export function lasting(fault: Fault): string {
  return describeFault(fault.tag === 'exception' ? { ...fault, where: null } : fault)
}
