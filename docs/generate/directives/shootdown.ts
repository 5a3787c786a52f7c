import * as E from 'fp-ts/lib/Either.js'
import { commandLines } from '../../../src/report/command.js'
import { answerTo, type Directive } from '../directive.js'
import { fenced } from '../markdown.js'

/** `shootdown <any command>`: the command and what it prints, as on a terminal. */
const shootdown: Directive = async ({ words, text }, results) => {
  if (words.length === 0) return E.left('a command is missing after "shootdown"')
  const answer = await answerTo(words, results)
  if (E.isLeft(answer)) return answer
  const printed = answer.right.out.replaceAll('\u00a0', ' ').replace(/[ \t]+$/gm, '')
  const command = commandLines(`npx shootdown ${text}`, 78, 0).map((line, i) => (i === 0 ? `$ ${line}` : line))
  return E.right(fenced('console', [...command, printed.replace(/^\n+|\n+$/g, '')].join('\n')))
}

export default shootdown
