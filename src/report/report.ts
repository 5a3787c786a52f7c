import type { PropertyKind } from '../property/property.js'
import { describeFault } from '../schema/failure.js'
import type { CheckResult, Ledger, PropertyResult, Verdict } from '../search/check.js'
import type { Counts, Finding } from '../search/outcome.js'
import type { Why } from '../search/why.js'
import { type MemoryModel, memoryModelOf } from '../system/memory-model.js'
import type { AnyValues } from '../system/parameters.js'
import { type Account, accountOf } from '../trace/account.js'
import type { Counterexample } from '../trace/counterexample.js'
import { record } from '../trace/record.js'
import { checkCommand } from './command.js'

/** Everything that reporters tell of one check: plain data, the same for all of them. */
export interface CheckReport {
  readonly model: string
  readonly summary: string | null
  readonly source: string | null
  readonly parameters: AnyValues
  readonly without: readonly string[]
  readonly memoryModel: MemoryModel
  readonly verdict: Verdict
  readonly seconds: number
  readonly states: Counts
  readonly properties: readonly PropertyReport[]
  /** Precautions without which no step is another. */
  readonly vacuousPrecautions: readonly string[]
  readonly ledger: Ledger
  /** The command that makes this check again. */
  readonly command: string
}

export interface PropertyReport {
  readonly name: string
  readonly kind: PropertyKind | 'model'
  readonly verdict: Verdict
  /** The verdict that the model declares. */
  readonly expected: 'holds' | 'violated'
  /** The length of the run that decided it; null if none did. */
  readonly steps: number | null
  /** The length of the run that the search found, if a shorter one is told in its place. */
  readonly shrunkFrom: number | null
  /** It holds, but nothing ever happened by which it could have been broken. */
  readonly vacuous: boolean
  /** The run that breaks it. */
  readonly counterexample: Counterexample | null
  /** That run in the words of the components that take part in it. */
  readonly account: Account | null
  /** Where that run has been written to. */
  readonly file: string | null
  /** Why the run breaks it, if it is more than one condition. */
  readonly why: Why | null
  /** How the model itself failed. */
  readonly failure: string | null
  /** The command that shows the run again. */
  readonly replay: string
  /** The command that looks for it again, if that is another. */
  readonly search: string | null
}

export interface Report {
  readonly checks: readonly CheckReport[]
}

/** How a report is to look. */
export interface Look {
  readonly columns: number
  readonly colours: boolean
  /** Runs and states are shown with everything that components keep from a reader. */
  readonly verbose?: boolean
}

/** One way of telling results: text for each check as soon as it has ended, and text at the end. */
export interface Reporter {
  readonly each: (check: CheckReport, look: Look) => string
  readonly end: (report: Report, look: Look) => string
}

/** How a check was asked for, and what came of it before it was made presentable. */
export interface Told {
  /** The model as it was named: the command that repeats the check says it so. */
  readonly asked?: string
  /** How it was searched, as options of a command line. */
  readonly search?: readonly string[]
  /** The result with the runs that the search found, if simpler ones are told in their place. */
  readonly found?: CheckResult
  /** Precautions that turned out to be there for nothing. */
  readonly vacuousPrecautions?: readonly string[]
}

/** The report of a result. */
export function reportOf(result: CheckResult, told: Told = {}): CheckReport {
  const { asked, search = [], found = result, vacuousPrecautions = [] } = told
  const { verdict, seconds, states, ledger } = result
  const { name, summary, source, parameters, declared, leftOut: without } = result.model
  const command = checkCommand({ model: asked ?? name, declared, parameters, without, search })
  const properties = result.properties.map((property, i) => {
    const one = propertyReport(result, property, command)
    const was = stepsOf(found.properties[i]!)
    return was === one.steps ? one : { ...one, shrunkFrom: was }
  })
  return {
    model: name,
    summary,
    source,
    parameters,
    without,
    memoryModel: memoryModelOf(parameters),
    verdict,
    seconds,
    states,
    properties,
    vacuousPrecautions,
    ledger,
    command,
  }
}

/** What there is to tell of one property; `command` is the one that shows it again. */
export function propertyReport(
  { model }: Pick<CheckResult, 'model'>,
  property: PropertyResult,
  command: string,
): PropertyReport {
  const { name, kind, verdict, expected, finding, vacuous } = property
  return {
    name,
    kind,
    verdict,
    expected,
    steps: stepsOf(property),
    shrunkFrom: null,
    vacuous,
    counterexample: verdict === 'violated' ? record(model, property) : null,
    account: verdict === 'violated' && finding !== null ? accountOf(model, finding.path) : null,
    file: null,
    why: whyOf(finding),
    failure: finding?.tag === 'fault' ? describeFault(finding.fault) : null,
    replay: command,
    search: null,
  }
}

function stepsOf({ finding }: PropertyResult): number | null {
  return finding === null ? null : Math.max(0, finding.path.length - 1)
}

function whyOf(finding: Finding | null): Why | null {
  return finding?.tag === 'state' || finding?.tag === 'step' ? (finding.why ?? null) : null
}
