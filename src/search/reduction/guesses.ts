import type { Expansion } from '../expansion.js'
import { StepFault } from '../expansion.js'
import { keyOf } from './bits.js'
import { type Hypothesis, hypothesesOf } from './families.js'
import { generatorsOf } from './images.js'
import { type Leaf, leavesOf } from './leaves.js'
import { permuteStates } from './permute.js'

/** With more initial states than this, guesses are not looked at. */
const MOST_INITIAL = 10_000

/** The strongest hypotheses about the model, which know what guesses about its arrays are unlikely to be right. */
export function likelyHypotheses(expansion: Expansion): Hypothesis[] {
  const hypotheses = hypothesesOf(expansion.model)
  const unlikely = unlikelyGuesses(expansion, hypotheses)
  return hypotheses.map((h) => ({ ...h, unlikely }))
}

/**
 * The arrays that would tell initial states from their own permutations if they belonged to a family, while what is known
 * to belong to it does not. To take page tables for processors because there are as many of them can be quite sound: tables
 * and directories change places together. But each directory has its own table from the beginning, so that no permuted
 * state is ever met, and nothing is reduced.
 */
function unlikelyGuesses(expansion: Expansion, hypotheses: readonly Hypothesis[]): ReadonlySet<string> {
  const leaves = leavesOf(expansion.model, expansion.layout, hypotheses)
  const guesses = new Set(leaves.flatMap(guessesOf))
  const states = guesses.size === 0 ? [] : initialStates(expansion)
  const counts = hypotheses.map((h) => h.family.count)
  const permute = permuteStates(leaves, counts)
  const generators = generatorsOf(hypotheses)

  /** Whether every permutation of an initial state is one, as far as what is looked at goes. */
  const isSymmetric = (guess: string | null): boolean => {
    const mask = new Uint8Array(4 * expansion.words).fill(255)
    for (const leaf of leaves)
      if (guessesOf(leaf).some((other) => other !== guess)) mask.fill(0, leaf.at, leaf.at + leaf.bytes)
    const known = new Set(states.map((state) => keyOf(state, mask)))
    const image = new Uint8Array(4 * expansion.words)
    return states.every((state) =>
      generators.every(({ permutation }) => {
        permute(state, image, permutation)
        return known.has(keyOf(image, mask))
      }),
    )
  }

  if (!isSymmetric(null)) return new Set()
  return new Set([...guesses].filter((guess) => !isSymmetric(guess)))
}

function guessesOf({ context }: Leaf): string[] {
  return context.flatMap(({ guess }) => guess ?? [])
}

/** The packed initial states; none if there are very many, or if one of them fails, which is for the search to report. */
function initialStates(expansion: Expansion): Uint8Array[] {
  const states: Uint8Array[] = []
  try {
    expansion.initialStates(() => {
      if (states.length <= MOST_INITIAL) states.push(new Uint8Array(expansion.draft.slice().buffer))
    })
  } catch (thrown) {
    if (thrown instanceof StepFault) return []
    throw thrown
  } finally {
    expansion.cuts.clear()
  }
  return states.length > MOST_INITIAL ? [] : states
}
