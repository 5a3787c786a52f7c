import { existsSync, readdirSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { nearest } from '../../src/cli/suggest.js'
import type { Answer, Results } from './results.js'
import { wordsOf } from './words.js'

/** What stands behind the name of a directive: its words, and the text in which they were written. */
export interface Asked {
  readonly words: readonly string[]
  readonly text: string
}

/** Makes Markdown of results, or says in one sentence what is wrong with what is asked. */
export type Directive = (asked: Asked, results: Results) => Promise<E.Either<string, string>>

const FOLDER = new URL('./directives/', import.meta.url)

/** The Markdown for a directive as a page has it: its first word names a file of `directives/`. */
export async function generate(directive: string, results: Results): Promise<E.Either<string, string>> {
  const [, name, text] = /^(\S+)\s*(.*)$/s.exec(directive)!
  const found = await directiveCalled(name!)
  if (E.isLeft(found)) return found
  const words = wordsOf(text!)
  if (words === null) return E.left(`"${directive}" has a quote that is not closed`)
  return found.right({ words, text: text! }, results)
}

async function directiveCalled(name: string): Promise<E.Either<string, Directive>> {
  if (/^[a-z-]+$/.test(name) && existsSync(new URL(`${name}.ts`, FOLDER)))
    return E.right(((await import(new URL(`${name}.ts`, FOLDER).href)) as { readonly default: Directive }).default)
  const known = readdirSync(FOLDER).map((file) => file.replace(/\.ts$/, ''))
  const near = nearest(name, known)
  const meant = near === null ? '' : ` (did you mean "${near}"?)`
  return E.left(`there is no directive "${name}"${meant}; there are ${known.sort().join(', ')}`)
}

/** The answer to a command, unless the command could not be carried out. */
export async function answerTo(argv: readonly string[], results: Results): Promise<E.Either<string, Answer>> {
  const answer = await results.ask(argv)
  return answer.code === 2 ? E.left(answer.err.trim().replace(/^shootdown: /, '')) : E.right(answer)
}
