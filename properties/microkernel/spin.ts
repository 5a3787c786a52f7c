import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, saying } from '../../bench/process.js'
import { heavy } from '../../test/heavy.js'

/** Whether Spin can be asked here, and is to be: it takes seconds for each question, to generate and compile. */
export const canAskSpin = heavy && saying('spin', ['-V']) !== null && saying('gcc', ['--version']) !== null

const texts = new URL('../../bench/findings/', import.meta.url)

export type SpinVerdict = 'no errors' | 'assertion violated' | 'invalid end state' | 'acceptance cycle'

/** What Spin says of a text in `bench/findings`, instantiated with `defines`; `flags` are the verifier's. */
export function askSpin(text: string, defines: readonly string[], flags: readonly string[]): SpinVerdict {
  return verify(text, { defines, flags: ['-m10000000', '-w24', ...flags] }, verdictIn)
}

/** How many steps the processors take in a shortest run that breaks an assertion; null if there is no such run. */
export function shortestRun(text: string, defines: readonly string[]): number | null {
  const breadthFirst = { defines, compiler: ['-DBFS', '-DNOREDUCE'], flags: ['-n', '-E', '-w22'] }
  return verify(text, breadthFirst, (output, folder) => {
    if (verdictIn(output) !== 'assertion violated') return null
    const trail = readFileSync(join(folder, `${text}.trail`), 'utf8')
    return trail.split('\n').filter((line) => /^\d+:\d+:/.test(line) && !INIT.test(line)).length
  })
}

/** What Spin says of the runs of a text that never end and are fair to all processes. */
export function askSpinOfWholeRuns(text: string, defines: readonly string[]): SpinVerdict {
  const fair = { compiler: ['-USAFETY', '-DNFAIR=4'], flags: ['-a', '-f', '-m1000000'] }
  return verify(text, { defines, ...fair }, verdictIn)
}

/** Steps that begin no step of a processor: the text's `init`, which is process 0. */
const INIT = /^\d+:0:/

interface Verifier {
  readonly defines: readonly string[]
  readonly compiler?: readonly string[]
  readonly flags: readonly string[]
}

/** Runs the verifier that Spin makes of the text, in a folder that is gone afterwards. */
function verify<T>(
  text: string,
  { defines, compiler = [], flags }: Verifier,
  look: (output: string, folder: string) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), 'shootdown-spin-'))
  try {
    run('spin', ['-a', ...defines.map((d) => `-D${d}`), new URL(text, texts).pathname], folder)
    run('gcc', ['-O2', '-DSAFETY', ...compiler, '-w', '-o', 'pan', 'pan.c'], folder)
    return look(run('./pan', flags, folder).stdout, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function verdictIn(output: string): SpinVerdict {
  const found = /^pan:1: (assertion violated|invalid end state|acceptance cycle)/m.exec(output)
  if (found !== null) return found[1] as SpinVerdict
  if (/errors: 0/.test(output) && !/search depth too small|Search not completed/.test(output)) return 'no errors'
  throw new Error(`Spin has not come to an end: ${output}`)
}
