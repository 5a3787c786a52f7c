import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Run } from './measured.js'
import type { Subject } from './models.js'
import { parsePan } from './pan-output.js'
import { promela } from './places.js'
import { run } from './process.js'

export type Order = 'DFS' | 'BFS'

/** As fast as it gets without reductions: optimised, no code for cycles, every interleaving. */
const FLAGS: { readonly [O in Order]: readonly string[] } = {
  DFS: ['-O2', '-DSAFETY', '-DNOREDUCE'],
  BFS: ['-O2', '-DSAFETY', '-DNOREDUCE', '-DBFS'],
}

/** A verifier made for one subject, in a folder of its own. */
export interface Verifier {
  readonly run: () => SpinRun
  /** What `spin -a` and `gcc` took. */
  readonly compileSeconds: number
  readonly remove: () => void
}

export interface SpinRun extends Run {
  readonly bytesPerState: number
}

/** Has Spin generate the verifier for this order of search, and compiles it. */
export function compile(subject: Subject, order: Order): Verifier {
  const folder = mkdtempSync(join(tmpdir(), 'shootdown-bench-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const defines = Object.entries(subject.defines).map(([name, value]) => `-D${name}=${value}`)
    const compileSeconds =
      must('spin', ['-a', ...defines, join(promela, `${subject.model}.pml`)], folder, 'pan.c') +
      must('gcc', [...FLAGS[order], '-w', '-o', 'pan', 'pan.c'], folder)
    return { compileSeconds, remove, run: () => verify(subject, folder) }
  } catch (thrown) {
    remove()
    throw thrown
  }
}

/** About four slots of the hash table for each state: measured best between one and sixty-four. */
export function hashBits(states: number): number {
  return Math.max(18, Math.round(Math.log2(states)) + 2)
}

function verify({ model, size, spin, expected }: Subject, folder: string): SpinRun {
  const bits = hashBits(expected.distinct + expected.excluded)
  // Go on after errors, leave out the list of unreached statements.
  const args = [`-w${bits}`, `-m${spin.depth}`, '-n', '-c0', ...(spin.ignoreEnds ? ['-E'] : [])]
  const { stdout, stderr, seconds, cpuSeconds } = run('./pan', args, folder)
  const output = parsePan(stdout)
  if (output === null) throw new Error(`Spin did not complete its search of ${model} ${size}: ${stdout}${stderr}`)
  return {
    search: output.seconds,
    whole: seconds,
    cpu: cpuSeconds,
    counts: {
      stored: output.stored,
      generated: output.transitions,
      deadlock: output.invalidEndStates > 0,
      otherErrors: output.errors - output.invalidEndStates,
    },
    bytesPerState: output.bytesPerState,
  }
}

/** Runs a step of the compilation and returns what it took. `spin` ends with 0 whatever happens: see what it made. */
function must(program: string, args: readonly string[], folder: string, makes?: string): number {
  const { status, stdout, stderr, seconds } = run(program, args, folder)
  if (status !== 0 || (makes !== undefined && run('test', ['-s', makes], folder).status !== 0))
    throw new Error(`${program} ${args.join(' ')} failed: ${stdout}${stderr}`)
  return seconds
}
