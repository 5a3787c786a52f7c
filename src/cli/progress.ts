import { bytes, count } from '../report/text.js'
import type { Progress } from '../search/outcome.js'
import type { Io, Output } from './io.js'

export interface ProgressLine {
  show(progress: Progress): void
  clear(): void
}

const EVERY = 100
/** What is over sooner needs no line. */
const PATIENCE = 400

/** One line on standard error, redrawn in place; on anything but a terminal, nothing. */
export function progressLine(output: Output, name: string): ProgressLine {
  if (output.isTTY !== true) return { show: () => {}, clear: () => {} }
  const started = performance.now()
  let next = started + PATIENCE
  let drawn = false
  return {
    show(progress) {
      const now = performance.now()
      if (now < next) return
      next = now + EVERY
      drawn = true
      const text = `${name}: ${progressText(progress, (now - started) / 1000)}`
      output.write(`\r\x1b[K${text.slice(0, (output.columns || 80) - 1)}`)
    },
    clear() {
      if (drawn) output.write('\r\x1b[K')
      drawn = false
    },
  }
}

/** On a terminal, says what is being worked on; the function that comes back takes it away. */
export function announce(text: string, { stderr }: Pick<Io, 'stderr'>): () => void {
  if (stderr.isTTY !== true) return () => {}
  stderr.write(`\r\x1b[K${text.slice(0, (stderr.columns || 80) - 1)}`)
  return () => stderr.write('\r\x1b[K')
}

export function progressText({ depth, distinct, generated, queue, bytes: held }: Progress, seconds: number): string {
  return [
    `depth ${depth}`,
    `${short(distinct)} distinct`,
    `${short(generated)} generated`,
    `${short(generated / Math.max(seconds, 0.001))}/s`,
    `queue ${short(queue)}`,
    bytes(held),
  ].join(', ')
}

/** `12,345`, `1.23M`: short enough for the whole line to fit. */
function short(n: number): string {
  return n < 1e6 ? count(n) : `${(n / 1e6).toPrecision(3)}M`
}
