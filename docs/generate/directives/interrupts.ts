import * as E from 'fp-ts/lib/Either.js'
import { count } from '../../../src/report/text.js'
import { type CheckAnswer, checksOf } from '../checks.js'
import type { Directive } from '../directive.js'
import { plain, table } from '../markdown.js'
import { wordsOf } from '../words.js'

/**
 * `interrupts 'NAME: MODEL options --least 0 --most 2' …`: how many interrupts the runs of several ways take, and by how many
 * that is less than with the first one, which always takes the same number. Each line is a check, which has to hold: that no
 * run takes fewer or more than that, and that both happen.
 */
const interrupts: Directive = async ({ words }, results) => {
  const ways: Way[] = []
  for (const word of words) {
    const [, name, command] = /^([^:]+): (.+)$/s.exec(word) ?? []
    const options = wordsOf(command ?? '')
    if (name === undefined || options === null) return E.left(`"${word}" is not "NAME: MODEL options"`)
    const answer = await checksOf(['check', ...options], results)
    if (E.isLeft(answer)) return answer
    const [check] = answer.right.checks
    const most = Number(check?.parameters.most)
    if (check?.verdict !== 'holds' || Number.isNaN(most)) return E.left(`"${command}" does not hold`)
    ways.push({ name, least: Number(check.parameters.least), most, check })
  }
  const first = ways[0]
  if (first === undefined || first.least !== first.most)
    return E.left('the first way of "interrupts" has to take the same number of them in every run')
  return E.right(
    table(
      COLUMNS,
      ways.map((way) => cellsOf(way, first.most)),
    ),
  )
}

export default interrupts

interface Way {
  readonly name: string
  readonly least: number
  readonly most: number
  readonly check: CheckAnswer
}

const COLUMNS = [
  { title: '' },
  { title: 'fewest', right: true },
  { title: 'most', right: true },
  { title: 'fewer than the first', right: true },
  { title: 'states', right: true },
]

function cellsOf({ name, least, most, check }: Way, first: number): string[] {
  const saved = least === most ? String(first - most) : `${first - most} to ${first - least}`
  return [plain(name), String(least), String(most), saved, count(check.states.distinct)]
}
