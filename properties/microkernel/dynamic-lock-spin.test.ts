import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run, saying } from '../../bench/process.js'
import { dynamicLockPrinted } from '../../models/microkernel/index.js'
import { shortestViolation } from './verdict.js'

/** The printed listing asked of Spin: a text of its own, in `bench/findings`, which shares nothing with the model. */
const possible =
  process.env.SHOOTDOWN_HEAVY === '1' && saying('spin', ['-V']) !== null && saying('gcc', ['--version']) !== null

const text = new URL('../../bench/findings/dynamic-lock-printed.pml', import.meta.url).pathname

/** Steps that begin no step of a processor: the text's `init`, which is process 0. */
const INIT = /^\d+:0:/

/** How many steps the processors take in the shortest run that breaks mutual exclusion; null if there is none. */
function spin(...defines: readonly string[]): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'shootdown-spin-'))
  try {
    run('spin', ['-a', ...defines.map((d) => `-D${d}`), text], folder)
    run('gcc', ['-O2', '-DSAFETY', '-DBFS', '-DNOREDUCE', '-w', '-o', 'pan', 'pan.c'], folder)
    const { stdout } = run('./pan', ['-n', '-E', '-w22'], folder)
    if (/errors: 0/.test(stdout)) return null
    if (!/assertion violated/.test(stdout)) throw new Error(`Spin has not come to an end: ${stdout}`)
    const trail = run('cat', ['dynamic-lock-printed.pml.trail'], folder).stdout
    return trail.split('\n').filter((line) => /^\d+:\d+:/.test(line) && !INIT.test(line)).length
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe.runIf(possible)('Spin', () => {
  it('finds a run of the printed listing as short as ours', () => {
    const steps = Math.min(...[0, 1].map((home) => spin(`HOME=${home}`) ?? Number.POSITIVE_INFINITY))
    expect(shortestViolation(dynamicLockPrinted({ cpus: 2 }))).toEqual(['mutual exclusion', steps])
  })
  it.each([0, 1])('finds none in the repaired listing, where processor %i is the home', (home) => {
    expect(spin(`HOME=${home}`, 'REPAIR')).toBe(null)
    expect(spin(`HOME=${home}`, 'REPAIR', 'BEGINS_ENABLED')).toBe(null)
  })
  const three = ['N=3', 'HOME=1', 'REPAIR', 'TURN_AWAY']
  it('finds a run of three processors if the new state may wait in a store buffer, and none with a fence', () => {
    expect(spin(...three)).toBe(null)
    expect(spin(...three, 'BUFFER')).not.toBe(null)
    expect(spin(...three, 'BUFFER', 'FENCE')).toBe(null)
  })
})
