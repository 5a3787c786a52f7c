import { InvalidArgumentError } from 'commander'
import { type Fairness, strong, weak } from '../system/fairness.js'

/** What `--fairness` was given: one assumption after the other, as they were written. */
export type FairnessWords = readonly string[]

const NONE = 'none'
const HOW = `It is none, or weak or strong with a family, an action or "anything": "weak cpu", "strong anything".`

/** Gathers `--fairness`, which may be given several times; that nothing is assumed goes with no assumption. */
export function collectFairness(text: string, before: FairnessWords = []): FairnessWords {
  if (text !== NONE && read(text) === null) throw new InvalidArgumentError(HOW)
  const words = [...before, text]
  if (words.length > 1 && words.includes(NONE)) throw new InvalidArgumentError('That is none, and some.')
  return words
}

/** The assumptions that were asked for; undefined for those of the model. */
export function fairnessOf(words: FairnessWords | undefined): readonly Fairness[] | undefined {
  return words?.flatMap((text) => read(text) ?? [])
}

/** `weak cpu`: of each process of a family, or each combination of an action's arguments, for itself. */
function read(text: string): Fairness | null {
  const [, strength, name] = /^(weak|strong) +(\S.*)$/.exec(text.trim()) ?? []
  if (strength === undefined || name === undefined) return null
  const assume = { weak, strong }[strength as 'weak' | 'strong']
  return name === 'anything' ? assume.anything() : assume(name)
}
