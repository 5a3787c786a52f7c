import * as E from 'fp-ts/lib/Either.js'
import { generate } from './directive.js'
import { type Block, filled } from './page.js'
import { type Results, timed } from './results.js'
import { differenceOf, sayTheSame } from './varying.js'

/** What came of one block. */
export type Outcome =
  | { readonly tag: 'up to date' }
  /** It has never been filled, or says something else now. */
  | { readonly tag: 'differs'; readonly block: Block; readonly difference: readonly string[] }
  | { readonly tag: 'wrong'; readonly message: string }

/** Generates a block again. What differs from it in times, rates and memory only leaves it as it is. */
export async function renewed(block: Block, results: Results): Promise<Outcome> {
  const clock = timed(results)
  const markdown = await generate(block.directive, clock.results)
  if (E.isLeft(markdown)) return { tag: 'wrong', message: markdown.left }
  // Blank lines keep Markdown apart from the comments around it.
  const body = `\n${markdown.right}\n\n`
  if (block.seconds !== null && sayTheSame(block.body, body)) return { tag: 'up to date' }
  return { tag: 'differs', block: filled(block, body, clock.seconds()), difference: differenceOf(block.body, body) }
}

/** How long a quick block took when it was filled, and how long all of them together, in seconds. */
const QUICK = 2
const TOGETHER = 12

/** The blocks that are quick to generate again: those that were, as many as are quick together, the quickest first. */
export function quickOf(blocks: readonly Block[]): ReadonlySet<Block> {
  const quick = blocks.filter((b) => b.seconds !== null && b.seconds < QUICK).sort((a, b) => a.seconds! - b.seconds!)
  let sum = 0
  return new Set(
    quick.filter(({ seconds }) => {
      sum += seconds!
      return sum < TOGETHER
    }),
  )
}
