import { type AnyValues, defaultOf, type Parameters } from '../system/parameters.js'
import { isPlace } from '../system/place.js'

/** What a command names, as it was asked for. */
export interface Asked {
  /** The model as the user named it: a name of the catalogue, or a path. */
  readonly model: string
  readonly declared: Parameters
  readonly parameters: AnyValues
  readonly without: readonly string[]
  /** How it was searched, as options of a command line. */
  readonly search?: readonly string[]
}

/** The command that makes the same check again: only what differs from the defaults is said. */
export function checkCommand({ model, declared, parameters, without, search = [] }: Asked): string {
  const given = Object.entries(declared).flatMap(([name, type]) => {
    const value = String(parameters[name])
    if (parameters[name] === defaultOf(type)) return []
    return isPlace(type) ? ['--fence', `${name}=${value}`] : [flagOf(name), value]
  })
  const left = without.flatMap((name) => ['--without', name])
  return shell(['npx', 'shootdown', 'check', model, ...given, ...left, ...search])
}

/** The command that replays a recorded run; a model outside the catalogue must be named. */
export function replayCommand(file: string, model: string | null): string {
  return shell(['npx', 'shootdown', 'replay', file, ...(model === null ? [] : ['--model', model])])
}

/** A parameter's flag: `maxClock` is written `--max-clock` on a command line. A name of another make is left as it is. */
export function flagOf(name: string): string {
  const usual = /^[a-z]+([A-Z][a-z0-9]*)+$/.test(name) && !/^no[A-Z]/.test(name)
  return `--${usual ? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`) : name}`
}

function shell(words: readonly string[]): string {
  return words.map(quote).join(' ')
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** The command on as many lines as it needs, so that it can still be copied. */
export function commandLines(command: string, columns: number, indent: number): string[] {
  const words = command.match(/(?:'[^']*'|\\'|[^\s'])+/g) ?? []
  const lines: string[] = []
  for (const word of words) {
    const line = lines.at(-1)
    const start = ' '.repeat(indent + (lines.length === 0 ? 0 : 2))
    if (line === undefined) lines.push(start + word)
    else if (line.length + word.length + 3 <= columns) lines[lines.length - 1] = `${line} ${word}`
    else {
      lines[lines.length - 1] = `${line} \\`
      lines.push(`${' '.repeat(indent + 2)}${word}`)
    }
  }
  return lines
}
