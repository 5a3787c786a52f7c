import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Model } from '../model/model.js'
import { checkCommand, replayCommand } from '../report/command.js'
import { fileName } from '../report/file-name.js'
import { propertyReport } from '../report/report.js'
import { violationText } from '../report/terminal.js'
import type { PropertyResult } from '../search/check.js'
import { formatCounterexample } from '../trace/format.js'

/** Where counterexamples are kept, and how the command line is told of the model. */
export interface Keeping {
  /** The directory for counterexamples, `.shootdown` unless said otherwise; null to keep none. */
  readonly out?: string | null
  /** The model as the command line knows it, `./my-lock.ts` or `./my-locks.ts#ticketLock`, if it is not of the catalogue. */
  readonly model?: string
}

const COLUMNS = 100

/**
 * A violation as the command line would show it. The run is written to a file that the replay command names: the same
 * failure gives the same file, so that of a failure that shrinks the last and simplest run stays.
 */
export function failureText(model: Model, broken: PropertyResult, keeping: Keeping): string {
  const { declared, parameters, leftOut: without, name } = model
  const again = checkCommand({ model: keeping.model ?? name, declared, parameters, without })
  const told = propertyReport({ model }, broken, again)
  const { out = '.shootdown' } = keeping
  if (out === null || told.counterexample === null) return text(told)
  const file = join(out, fileName({ model: name, parameters, without }, { declared }, broken.name))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, formatCounterexample(told.counterexample))
  return text({ ...told, file, replay: replayCommand(file, keeping.model ?? null) })
}

function text(told: ReturnType<typeof propertyReport>): string {
  return violationText(told, { columns: COLUMNS, colours: false }).join('\n')
}
