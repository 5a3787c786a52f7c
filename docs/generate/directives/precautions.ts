import * as E from 'fp-ts/lib/Either.js'
import { count, plural } from '../../../src/report/text.js'
import { type CheckAnswer, checksOf, type PrecautionAnswer, type PropertyAnswer } from '../checks.js'
import type { Directive } from '../directive.js'
import { plain, table } from '../markdown.js'

/** `precautions MODEL [options]`: what breaks without each precaution, and how soon. */
const precautions: Directive = async ({ words }, results) => {
  if (words[0] === undefined || words[0].startsWith('-')) return E.left('a model is missing after "precautions"')
  const answer = await checksOf(['precautions', ...words], results)
  if (E.isLeft(answer)) return answer
  const { checks, precautions: taken = [] } = answer.right
  return E.right(
    [...new Set(checks.map((c) => c.model))]
      .map((model) =>
        tableOf(
          checks.filter((c) => c.model === model),
          taken.filter((p) => p.model === model),
        ),
      )
      .join('\n\n'),
  )
}

export default precautions

function tableOf([whole, ...without]: readonly CheckAnswer[], taken: readonly PrecautionAnswer[]): string {
  const rows = taken.map((p) => [
    plain(p.precaution),
    ...cellsOf(p, without.find((c) => c.without[0] === p.precaution)!),
  ])
  const columns = [
    { title: `precaution of ${plain(whole!.model)}` },
    { title: 'what breaks without it' },
    { title: 'steps', right: true },
  ]
  return table(columns, [...rows, ['*with all of them*', ...wholeCells(whole!)]])
}

function wholeCells({ verdict, states, properties }: CheckAnswer): string[] {
  const broken = properties.find((p) => p.verdict === 'violated')
  if (broken !== undefined) return [plain(broken.name), stepsCell(broken)]
  return verdict === 'holds'
    ? [`nothing, in all ${plural(states.distinct, 'state')}`, '']
    : [`nothing in ${plural(states.distinct, 'state')}, and there are more`, '']
}

function cellsOf({ property, verdict, vacuous }: PrecautionAnswer, check: CheckAnswer): string[] {
  const broken = check.properties.find((p) => p.name === property)
  if (broken !== undefined) return [breaksCell(broken), stepsCell(broken)]
  const seen = count(check.states.distinct)
  if (verdict !== 'holds') return [`nothing in ${seen} states, and there are more`, '']
  return [`nothing in all ${seen} states${vacuous ? ': no step is another' : ''}`, '']
}

function breaksCell({ name, kind, steps, loop }: PropertyAnswer): string {
  if (kind === 'deadlock') return 'deadlock'
  if (kind === 'model') return 'the model itself fails'
  if (steps === null) return `${plain(name)}: never reached`
  return loop === null
    ? plain(name)
    : `${plain(name)}: ${loop.stutters ? 'the run stops' : 'the run goes round'} for ever`
}

function stepsCell({ steps }: PropertyAnswer): string {
  return steps === null ? '' : count(steps)
}
