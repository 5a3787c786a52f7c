import { match, P } from 'ts-pattern'
import { keysOf } from '../outcome.js'
import type { Instruction, LitmusTest, Order, Value } from '../test.js'
import { questionText } from './question.js'

/** A test in our text form: what `parseLitmus` reads. */
export function litmusText(test: LitmusTest): string {
  const { name, description } = test
  const parts = [
    `litmus ${name}${description === undefined ? '' : `\n${JSON.stringify(description)}`}`,
    ...initText(test),
    columnsText(test.threads).join('\n'),
    questionText(test),
  ]
  return `${parts.join('\n\n')}\n`
}

/** Only what a reader cannot see from the programs: what does not start at 0, or is used by none. */
function initText({ init, threads }: LitmusTest): string[] {
  const used = new Set(keysOf({ init: {}, threads }))
  const told = Object.entries(init).filter(([loc, value]) => value !== 0 || !used.has(loc))
  return told.length === 0 ? [] : [`{ ${told.map(([loc, value]) => `${loc} = ${value}`).join('; ')} }`]
}

/** The programs side by side, one column to a processor. */
export function columnsText(threads: LitmusTest['threads']): string[] {
  const columns = threads.map((thread, i) => [`P${i}`, ...thread.map(instructionText)])
  const widths = columns.map((column) => Math.max(...column.map((cell) => cell.length)))
  const height = Math.max(...columns.map((column) => column.length))
  return Array.from({ length: height }, (_, row) =>
    columns
      .map((column, i) => (column[row] ?? '').padEnd(widths[i]!))
      .join(' | ')
      .trimEnd(),
  )
}

/** `x = 1`, `r0 = y.acq`, `mfence`, `r0 = cmpxchg x 0 -> 1`. */
export function instructionText(instruction: Instruction): string {
  return match(instruction)
    .with({ op: 'store' }, (i) => `${i.loc}${suffix(i.order)} = ${valueText(i.val)}`)
    .with({ op: 'load' }, (i) => `${i.reg} = ${i.loc}${suffix(i.order)}`)
    .with({ op: P.union('mfence', 'sfence', 'lfence') }, (i) => i.op)
    .with({ op: 'fence' }, (i) => `fence${suffix(i.order)}`)
    .with({ op: 'cmpxchg' }, (i) => `${lockedText(i)} ${valueText(i.expect)} -> ${valueText(i.val)}`)
    .with({ op: P.union('xchg', 'xadd') }, (i) => `${lockedText(i)} ${valueText(i.val)}`)
    .exhaustive()
}

function lockedText(i: Extract<Instruction, { readonly op: 'xchg' | 'cmpxchg' | 'xadd' }>): string {
  return `${i.reg === undefined ? '' : `${i.reg} = `}${i.op}${suffix(i.order)} ${i.loc}`
}

const suffix = (order: Order | undefined): string => (order === undefined ? '' : `.${order}`)

function valueText(value: Value): string {
  if (typeof value === 'number') return String(value)
  const { reg, add = 0 } = value
  return add === 0 ? reg : `${reg} ${add < 0 ? '-' : '+'} ${Math.abs(add)}`
}
