import { parseArgs } from 'node:util'
import { full, quick, type Subject } from './models.js'

export interface Options {
  readonly subjects: readonly Subject[]
  readonly repeat: number
  /** How often Spin's verifiers are compiled. */
  readonly compilations: number
  /** Where all numbers are to be written. */
  readonly json: string | null
}

/** Reads the command line; a sentence if it is wrong. */
export function readOptions(args: readonly string[]): Options | string {
  const parsed = attempt(args)
  if (typeof parsed === 'string') return parsed
  const { quick: isQuick, models, repeat: times, json } = parsed
  const sizes = isQuick ? quick : full
  const names = models?.split(',') ?? sizes.map((s) => s.model)
  const unknown = names.find((name) => !sizes.some((s) => s.model === name))
  if (unknown !== undefined)
    return `there is no model "${unknown}" here; there are ${sizes.map((s) => s.model).join(', ')}`
  const repeat = times === undefined ? (isQuick ? 2 : 3) : Number(times)
  if (!Number.isInteger(repeat) || repeat < 1) return `--repeat takes a number from 1 on, not "${times}"`
  const subjects = sizes.filter((s) => names.includes(s.model))
  return { subjects, repeat, compilations: isQuick ? 1 : repeat, json: json ?? null }
}

function attempt(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean' },
        models: { type: 'string' },
        repeat: { type: 'string' },
        json: { type: 'string' },
      },
    }).values
  } catch (thrown) {
    return (thrown as Error).message
  }
}
