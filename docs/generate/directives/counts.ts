import * as E from 'fp-ts/lib/Either.js'
import { flagOf } from '../../../src/report/command.js'
import { count, duration } from '../../../src/report/text.js'
import { type CheckAnswer, checksOf } from '../checks.js'
import type { Directive } from '../directive.js'
import { code, plain, table } from '../markdown.js'

/** An option, with the values that it is to have one after the other; none if it is a switch. */
interface Varied {
  readonly flag: string
  readonly values: readonly string[]
}

/**
 * `counts MODEL [options]`: a line for each check, of every combination where options have lists of values
 * (`--cpus 2,3,4`). A comma before a blank separates nothing, so that precautions can be named. Parameters have a column,
 * and so has every other option that varies; what is the same for all is said before the table.
 */
const counts: Directive = async ({ words }, results) => {
  const [model, ...rest] = words
  if (model === undefined || model.startsWith('-')) return E.left('a model is missing after "counts"')
  const options = optionsIn(rest)
  if (typeof options === 'string') return E.left(`"${options}" is no option of a check`)
  const checks: Counted[] = []
  for (const chosen of combinations(options)) {
    const argv = options.flatMap(({ flag, values }, i) => (values.length === 0 ? [flag] : [flag, chosen[i]!]))
    const answer = await checksOf(['check', model, '--no-shrink', ...argv], results)
    if (E.isLeft(answer)) return answer
    checks.push(...answer.right.checks.map((check) => ({ check, chosen })))
  }
  return E.right(textOf(options, checks))
}

export default counts

interface Counted {
  readonly check: CheckAnswer
  /** The values of the options. */
  readonly chosen: readonly string[]
}

function textOf(options: readonly Varied[], checks: readonly Counted[]): string {
  const parameters = Object.keys(checks[0]?.check.parameters ?? {}).map(flagOf)
  const isColumn = ({ flag, values }: Varied) => values.length > 1 || parameters.includes(flag)
  const same = options.filter((option) => !isColumn(option))
  const said = same.map(({ flag, values }) => [flag, ...values.map(quoted)].join(' ')).join(' ')
  const columns = options.filter(isColumn).map(({ flag }) => ({ title: plain(flag.replace(/^-+/, '')) }))
  const rows = checks.map(({ check, chosen }) => [
    ...chosen.filter((_, i) => isColumn(options[i]!)).map(plain),
    ...cellsOf(check),
  ])
  return `${said === '' ? '' : `With ${code(said)}:\n\n`}${table([...columns, ...MEASURED], rows)}`
}

function quoted(value: string): string {
  return /^[\w.,:/-]+$/.test(value) ? value : `'${value}'`
}

const MEASURED = [
  { title: 'verdict' },
  { title: 'distinct', right: true },
  { title: 'generated', right: true },
  { title: 'depth', right: true },
  { title: 'time', right: true },
]

function cellsOf({ verdict, states, seconds, properties }: CheckAnswer): string[] {
  const broken = properties.filter((p) => p.verdict === 'violated').map((p) => plain(p.name))
  return [
    broken.length === 0 ? verdict : `${verdict}: ${broken.join(', ')}`,
    ...[states.distinct, states.generated, states.depth].map(count),
    plain(duration(seconds)),
  ]
}

/** The options, or the word that is none. */
function optionsIn(words: readonly string[]): readonly Varied[] | string {
  const options: Varied[] = []
  for (let i = 0; i < words.length; i++) {
    const [, flag, joined] = /^(--?[A-Za-z][\w-]*)(?:=(.*))?$/s.exec(words[i]!) ?? []
    if (flag === undefined) return words[i]!
    const next = words[i + 1]
    const separate = joined === undefined && next !== undefined && !next.startsWith('-')
    const value = separate ? next : joined
    if (separate) i++
    options.push({ flag, values: value === undefined ? [] : value.split(/,(?! )/) })
  }
  return options
}

/** Every choice of one value for each option; the last varies fastest. */
function combinations(options: readonly Varied[]): string[][] {
  return options.reduce<string[][]>(
    (chosen, { values }) => chosen.flatMap((c) => (values.length === 0 ? ['yes'] : values).map((v) => [...c, v])),
    [[]],
  )
}
