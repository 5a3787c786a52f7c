import type { HardwareResult } from '../litmus/hardware/run.js'
import { isTrue } from '../litmus/outcome.js'
import { askedFor, impossible, type LitmusReport } from './litmus.js'
import { shareText } from './litmus-table.js'
import type { Look } from './report.js'
import type { Paint } from './style.js'
import { count, duration, paragraph, plural } from './text.js'

/** What the processor did, beside what its memory model lets it do. */
export function hardwareText(report: LitmusReport, hardware: HardwareResult, look: Look, paint: Paint): string[] {
  const { processor, arch, processors, model, iterations, seconds } = hardware
  const bounds = model === null ? 'whose memory model Shootdown does not know' : `which keeps to ${model}`
  const where = `Run ${count(iterations)} times in ${duration(seconds)} on ${processor} (${arch}, ${plural(processors, 'processor')}), ${bounds}.`
  const few = `With ${plural(report.test.threads.length, 'thread')} on ${plural(processors, 'processor')} they are never all at work at once: what needs that will not be seen.`
  return [
    ...paragraph(where, look.columns, 2),
    ...paragraph(askedText(report, hardware), look.columns, 2),
    ...(report.test.threads.length > processors ? paragraph(few, look.columns, 2) : []),
    ...impossibleText(report, look, paint),
  ]
}

function askedText({ test, keys }: LitmusReport, { seen, iterations }: HardwareResult): string {
  const asked = seen.filter(({ outcome }) => isTrue(test.exists, keys, outcome))
  const times = asked.reduce((n, { plain, atomic }) => n + plain + atomic, 0)
  if (times === 0) return `${askedFor(test)} was never seen.`
  return `${askedFor(test)} was seen ${plural(times, 'time')}, ${shareText(times, iterations)}.`
}

function impossibleText(report: LitmusReport, { columns }: Look, paint: Paint): string[] {
  const wrong = impossible(report)
  if (wrong.length === 0) return []
  const model = report.hardware!.model
  const lines = wrong.map(({ outcome, plain, atomic }) => {
    const values = report.keys.map((key, k) => `${key}=${outcome[k]}`).join(', ')
    return `FORBIDDEN under ${model}, and seen ${plural(plain + atomic, 'time')}: ${values} (${count(plain)} with plain loads, ${count(atomic)} with Atomics.load).`
  })
  const blame = wrong.every(({ atomic }) => atomic === 0)
    ? 'Only with plain loads, which V8 may merge or move: it may be the compiler that did it.'
    : 'With Atomics.load too, which V8 leaves where it stands: either the processor or the model is wrong.'
  return ['', ...[...lines, blame].flatMap((line) => paragraph(line, columns, 2).map((l) => paint('bad', l)))]
}
