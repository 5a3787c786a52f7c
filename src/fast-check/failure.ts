import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
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
  /**
   * The model as the command line knows it, `./my-lock.ts` or `./my-locks.ts#ticketLock`; needed if it is neither of the
   * catalogue nor exported by the file that defines it.
   */
  readonly model?: string
}

const COLUMNS = 100

/**
 * A violation as the command line would show it. The run is written to a file that the replay command names: the same
 * failure gives the same file, so that of a failure that shrinks the last and simplest run stays.
 */
export function failureText(model: Model, broken: PropertyResult, keeping: Keeping): string {
  const { declared, parameters, leftOut: without, name } = model
  const named = keeping.model ?? exportedName(model)
  const again = checkCommand({ model: named ?? name, declared, parameters, without })
  const told = propertyReport({ model }, broken, again)
  const { out = '.shootdown' } = keeping
  if (out === null || told.counterexample === null) return text(told)
  const file = join(out, fileName({ model: name, parameters, without }, { declared }, broken.name))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, formatCounterexample(told.counterexample))
  return text({ ...told, file, replay: replayCommand(file, named) })
}

/** The models that come with the toolkit: a command line knows them by their names. */
const CATALOGUE = fileURLToPath(new URL('../../models/', import.meta.url))

/** A system as the file exports it that defines it; null for one of the catalogue. */
function exportedName({ name, definedIn }: Model): string | null {
  if (definedIn === null || definedIn.startsWith(CATALOGUE)) return null
  const path = relative(process.cwd(), definedIn)
  return `${path.startsWith('.') || isAbsolute(path) ? path : `./${path}`}#${name}`
}

function text(told: ReturnType<typeof propertyReport>): string {
  return violationText(told, { columns: COLUMNS, colours: false }).join('\n')
}
