import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { Look } from '../../../src/report/report.js'
import { brokenText, endText } from '../../../src/report/run-text.js'
import { stateLines } from '../../../src/report/state-text.js'
import type { Account } from '../../../src/trace/account.js'
import type { Counterexample } from '../../../src/trace/counterexample.js'
import { decodeCounterexample, describeDecode } from '../../../src/trace/decode.js'
import { answerTo, type Directive } from '../directive.js'
import { lanes } from '../lanes.js'
import { code, fenced, plain } from '../markdown.js'

/** `run FILE`: a recorded run with a lane for each process; it is taken again first. */
const run: Directive = async ({ words }, results) => {
  const [name, ...rest] = words
  if (name === undefined || rest.length > 0) return E.left('"run" takes one file of counterexamples/')
  const file = name.includes('/') ? name : `counterexamples/${name}`
  const replayed = await answerTo(['replay', file, '--reporter', 'json'], results)
  if (E.isLeft(replayed)) return replayed
  if (replayed.right.code !== 0)
    return E.left(`${file} is not what the model does now; \`npx shootdown replay ${file}\` says why`)
  const recorded = decodeCounterexample(await readFile(resolve(results.root, file), 'utf8'))
  if (E.isLeft(recorded)) return E.left(`${file}: ${describeDecode(recorded.left)}`)
  const { replays } = JSON.parse(replayed.right.out) as { readonly replays: readonly [{ readonly account: Account }] }
  return E.right(textOf(recorded.right, replays[0].account, file))
}

export default run

const LOOK: Look = { columns: 80, colours: false }

function textOf(run: Counterexample, account: Account | null, file: string): string {
  return [
    title(run),
    ...initial(run, account),
    lanes(run, account),
    plain(brokenText(run, null)),
    ...end(run, account),
    again(file),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** The initial state, where it was chosen among several or is all there is. */
function initial({ initial: first, steps }: Counterexample, account: Account | null): string[] {
  if (first === null || (first.choices.length === 0 && steps.length > 0)) return []
  const lines = stateLines(first.state, account?.start ?? {}, LOOK).map((line) => line.slice(6))
  return ['It begins with', fenced('', lines.join('\n'))]
}

/** What components say of the state in which it ends. */
function end(run: Counterexample, account: Account | null): string[] {
  const lines = endText(run, account, LOOK)
  return lines.length === 0
    ? []
    : [
        fenced(
          '',
          lines
            .map((line) => line.slice(2))
            .join('\n')
            .trimStart(),
        ),
      ]
}

function title({ model, parameters, without }: Counterexample): string {
  const set = Object.entries(parameters).map(([name, value]) => `${name} ${String(value)}`)
  const left = without.map((name) => `“${plain(name)}”`).join(', ')
  return [
    `**${plain(model)}**`,
    ...(set.length === 0 ? [] : [`with ${plain(set.join(', '))}`]),
    ...(left === '' ? [] : [`without ${left}`]),
  ].join(' ')
}

function again(file: string): string {
  return `${code(`npx shootdown replay ${file}`)} takes it again.`
}
