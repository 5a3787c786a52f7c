import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, saying } from '../../bench/process.js'

/** Whether Spin can be asked here, and is to be: it takes seconds for each question, to generate and compile. */
export const canAskSpin =
  process.env.SHOOTDOWN_HEAVY === '1' && saying('spin', ['-V']) !== null && saying('gcc', ['--version']) !== null

const texts = new URL('../../bench/findings/', import.meta.url)

export type SpinVerdict = 'no errors' | 'assertion violated' | 'invalid end state'

/** What Spin says of a text in `bench/findings`, instantiated with `defines`; `flags` are the verifier's. */
export function askSpin(text: string, defines: readonly string[], flags: readonly string[]): SpinVerdict {
  const folder = mkdtempSync(join(tmpdir(), 'shootdown-spin-'))
  try {
    run('spin', ['-a', ...defines.map((d) => `-D${d}`), new URL(text, texts).pathname], folder)
    run('gcc', ['-O2', '-DSAFETY', '-w', '-o', 'pan', 'pan.c'], folder)
    return verdictIn(run('./pan', ['-m10000000', '-w24', ...flags], folder).stdout)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function verdictIn(output: string): SpinVerdict {
  const found = /^pan:1: (assertion violated|invalid end state)/m.exec(output)
  if (found !== null) return found[1] as SpinVerdict
  if (/errors: 0/.test(output) && !/search depth too small|Search not completed/.test(output)) return 'no errors'
  throw new Error(`Spin has not come to an end: ${output}`)
}
