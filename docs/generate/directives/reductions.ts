import * as E from 'fp-ts/lib/Either.js'
import { isTemporal } from '../../../src/property/temporal.js'
import { count } from '../../../src/report/text.js'
import { reductionNames } from '../../../src/search/reduction/refusal.js'
import { type CheckAnswer, checksOf, modelsOf } from '../checks.js'
import type { Directive } from '../directive.js'
import { code, table } from '../markdown.js'
import type { Results } from '../results.js'
import { wordsOf } from '../words.js'

/**
 * `reductions 'MODEL options' … [options for all]`: how many states there are to look at without and with each reduction and
 * with all, and why one is refused. Where no model is named it is the whole catalogue, and `--max-states` says which are
 * too large for it.
 */
const reductions: Directive = async ({ words }, results) => {
  const first = words.findIndex((word) => word.startsWith('-'))
  const [named, options] = first < 0 ? [words, []] : [words.slice(0, first), words.slice(first)]
  const asked = named.length > 0 ? E.right(named) : await modelsOf(results)
  if (E.isLeft(asked)) return asked
  const reasons = new Reasons()
  const rows: string[][] = []
  const tooLarge: string[] = []
  for (const command of asked.right) {
    const model = wordsOf(command)
    if (model === null) return E.left(`"${command}" has a quote that is not closed`)
    const argv = ['check', ...model, ...options, '--keep-going', '--no-shrink']
    const whole = await checksOf(argv, results)
    if (E.isLeft(whole)) return whole
    const [check] = whole.right.checks
    if (check!.ledger.limit !== null) tooLarge.push(code(command))
    else rows.push([code(command), count(check!.states.distinct), ...(await reducedCells(argv, reasons, results))])
  }
  const large = tooLarge.length === 0 ? [] : [`Larger than that: ${tooLarge.join(', ')}.`]
  return E.right([table(COLUMNS, rows), ...reasons.text(), ...large].join('\n\n'))
}

export default reductions

const COLUMNS = [{ title: 'model' }, ...['states', ...reductionNames, 'all'].map((title) => ({ title, right: true }))]

async function reducedCells(argv: readonly string[], reasons: Reasons, results: Results): Promise<string[]> {
  const cells: string[] = []
  for (const wanted of [...reductionNames.map((name) => [name]), reductionNames]) {
    const flags = wanted.flatMap((name) => ['--reduction', name])
    const answer = await checksOf([...argv, ...flags], results)
    cells.push(E.isLeft(answer) ? `refused (${reasons.letterOf(answer.left)})` : statesOf(answer.right.checks[0]!))
  }
  return cells
}

function statesOf({ states, ledger: { abandoned } }: CheckAnswer): string {
  return count(states.distinct) + (abandoned === null ? '' : ', given up')
}

/** Why reductions are refused, each told once: what is special to a model is left out. */
class Reasons {
  private readonly known: string[] = []

  letterOf(refusal: string): string {
    const reason = generally(refusal.replace(/\s+/g, ' '))
    if (!this.known.includes(reason)) this.known.push(reason)
    return letter(this.known.indexOf(reason))
  }

  text(): string[] {
    if (this.known.length === 0) return []
    return [this.known.map((reason, i) => `- (${letter(i)}) ${reason}`).join('\n')]
  }
}

/** `a` for the first. */
function letter(index: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + index)
}

function generally(refusal: string): string {
  const [, reduction, reason] = /cannot be searched with ([\w -]+): (.*)$/.exec(refusal) ?? [refusal, '', refusal]
  const [, kind, why] = /^it does not keep property ".*" \((\w+)\): (.*)$/.exec(reason!) ?? []
  if (kind !== undefined)
    return `${reduction} does not keep ${isTemporal({ kind }) ? 'temporal properties' : code(kind)}: ${why}`
  const [, what] = /^(step|action|property) ".*" .*does not do the same when ids are renamed/.exec(reason!) ?? []
  return `${reduction}: ${what === undefined ? reason : `${what === 'action' ? 'an' : 'a'} ${what} of it does not do the same when ids are renamed`}`
}
