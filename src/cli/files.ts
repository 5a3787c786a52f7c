import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { replayCommand } from '../report/command.js'
import { fileName, type NameParts } from '../report/file-name.js'
import type { CheckReport, PropertyReport } from '../report/report.js'
import { reasonOf } from '../system/errors.js'
import { formatCounterexample } from '../trace/format.js'
import type { CliError } from './errors.js'
import { isPath } from './load.js'

export async function readText(cwd: string, file: string): Promise<E.Either<CliError, string>> {
  try {
    return E.right(await readFile(resolve(cwd, file), 'utf8'))
  } catch (thrown) {
    return E.left({ tag: 'cannot read', file, message: reasonOf(thrown) })
  }
}

/** Writes a file, making its directory if need be. */
export async function writeText(cwd: string, file: string, text: string): Promise<E.Either<CliError, void>> {
  const path = resolve(cwd, file)
  try {
    await makeDirectory(dirname(path))
    await writeFile(path, text)
    return E.right(undefined)
  } catch (thrown) {
    return E.left({ tag: 'cannot write', file, message: reasonOf(thrown) })
  }
}

/** With those above it, one by one: where each is said not to be there, as in /proc, Node's way to make all never ends. */
async function makeDirectory(path: string): Promise<void> {
  if (existsSync(path)) return
  await makeDirectory(dirname(path))
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}

export interface Naming extends NameParts {
  /** How the model was asked for; a path is repeated in the replay command. */
  readonly asked: string
}

/** Writes each counterexample of a check to a file in `dir`; the report then names the files. */
export async function writeCounterexamples(
  check: CheckReport,
  naming: Naming,
  dir: string,
  cwd: string,
): Promise<E.Either<CliError, CheckReport>> {
  const properties: PropertyReport[] = []
  for (const property of check.properties) {
    const { counterexample } = property
    if (counterexample === null) {
      properties.push(property)
      continue
    }
    const file = join(dir, fileName(check, { ...naming, fairness: counterexample.fairness }, property.name))
    const written = await writeText(cwd, file, formatCounterexample(counterexample))
    if (E.isLeft(written)) return written
    const replay = replayCommand(file, isPath(naming.asked) ? naming.asked : null)
    // A search that looks for the shortest run is found again by its name; the others depend on how they went about it.
    const search = check.ledger.strategy === 'breadth-first' ? null : check.command
    properties.push({ ...property, file, replay, search })
  }
  return E.right({ ...check, properties })
}
