import { createHash } from 'node:crypto'
import { defaultOf, type Parameters } from '../system/parameters.js'
import type { Counterexample } from '../trace/counterexample.js'
import { flagOf } from './command.js'
import type { CheckReport } from './report.js'

/** What names a counterexample's file, beside what was checked. */
export interface NameParts {
  readonly declared: Parameters
  /** Ends the name; without it, the property's name does. */
  readonly suffix?: string
  /** What was assumed of runs, if it was not what the model says. */
  readonly fairness?: Counterexample['fairness']
}

/**
 * `peterson.without-give-the-other-the-turn.mutual-exclusion.json`: the model, the parameters that are not at their default,
 * the precautions left out, the fairness that was assumed in place of its own, the property. The same check always gives the same names.
 */
export function fileName(
  { model, parameters, without }: Pick<CheckReport, 'model' | 'parameters' | 'without'>,
  { declared, suffix, fairness }: NameParts,
  property: string,
): string {
  const set = Object.entries(declared).flatMap(([name, type]) =>
    parameters[name] === defaultOf(type) ? [] : [`${slug(flagOf(name))}-${slug(String(parameters[name]))}`],
  )
  const left = [...without].sort().map((name) => `without-${slug(name)}`)
  const assumed = fairness === undefined ? '' : `fairness-${slug(fairness.map(wordsOf).join(' ')) || 'none'}`
  const name = [slug(model), ...set, ...left, assumed, suffix ?? slug(property)].filter((part) => part !== '').join('.')
  return `${name.length <= LONGEST ? name : shortened(name)}.json`
}

/** File systems take names of 255 bytes. */
const LONGEST = 240

/** What is cut off is told apart by a hash of the whole. */
function shortened(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${name.slice(0, LONGEST - 9)}.${hash}`
}

function wordsOf({ strength, of }: NonNullable<Counterexample['fairness']>[number]): string {
  return `${strength} ${of?.join(' ') ?? 'anything'}`
}

export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)
}
