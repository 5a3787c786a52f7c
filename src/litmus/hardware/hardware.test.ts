import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { referenceOutcomes } from '../../../test/litmus-reference.js'
import { litmusTests } from '../../../test/random-litmus.js'
import { runs } from '../../../test/runs.js'
import { testFor } from '../mapping.js'
import { keysOf } from '../outcome.js'
import type { LitmusTest } from '../test.js'
import { parseLitmus } from '../text/parse.js'
import { nativeModel } from './native.js'
import { BATCH } from './plan.js'
import { runOnHardware } from './run.js'
import { Tally } from './tally.js'
import { type Walk, walkSource } from './walk.js'

function read(text: string): LitmusTest {
  const parsed = parseLitmus(text)
  if (E.isLeft(parsed)) throw new Error(parsed.left.message)
  return parsed.right
}

const SB = read('litmus SB\nP0 | P1\nx = 1 | y = 1\nr0 = y | r0 = x\nexists (0:r0 = 0 & 1:r0 = 0)')
const FENCED = read(
  'litmus F\nP0 | P1\nx = 1 | y = 1\nmfence | r1 = xchg z 1\nr0 = y | r0 = x\nexists (0:r0 = 0 & 1:r0 = 0)',
)
const LOCKED = read(
  'litmus L\n{ x = 5 }\nP0 | P1 | P2\nxadd x 1 | r0 = xadd x 1 | r0 = cmpxchg x 5 -> 9\nexists (x = 5)',
)

test('each program does what it says', () => {
  const shape = {
    processors: 1,
    length: 6,
    locations: ['x', 'y'],
    registers: ['r0', 'EAX'],
    constants: fc.integer({ min: -2, max: 2 }),
    orders: false,
  }
  fc.assert(
    fc.property(litmusTests(shape), fc.constantFrom('plain' as const, 'atomic' as const), (alone, loads) => {
      const keys = keysOf(alone)
      const registers = keys.filter((key) => key.includes(':')).length
      const locations = Object.entries(alone.init)
      const memory = new Int32Array(100)
      const read = new Int32Array(2 * registers)
      // Two instances, at 10 and at 40, with the locations apart.
      for (const at of [10, 40]) for (const [l, [, value]] of locations.entries()) memory[at + 3 * l] = value
      const walk = new Function('walking', walkSource(alone, 0, loads)) as Walk
      const offsets = locations.map((_, l) => 10 + 3 * l)
      const alike = { memory, read, count: 2, start: 1, step: 1, span: 30, offsets, fence: 0 }
      walk({ ...alike, counter: 1, goal: 0, walkers: 0, mostDelay: 0, seed: 0 })
      const names = locations.map(([loc]) => loc)
      const ends = [0, 1].map((i) =>
        keys.map((key, k) => (k < registers ? read[i * registers + k] : memory[10 + 30 * i + 3 * names.indexOf(key)])),
      )
      const [expected] = referenceOutcomes(alone, 'sc').outcomes
      expect(ends).toEqual([expected, expected])
    }),
    { numRuns: runs(200) },
  )
})

test('a tally counts every outcome', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(2), fc.integer(), fc.nat(2))), (outcomes) => {
      const tally = new Tally()
      for (const outcome of outcomes) outcome.reduce((node, value) => node.after(value), tally).count++
      const counts = new Map<string, number>()
      for (const outcome of outcomes) counts.set(outcome.join(), (counts.get(outcome.join()) ?? 0) + 1)
      expect(new Map([...tally.outcomes()].map(([outcome, count]) => [outcome.join(), count]))).toEqual(counts)
    }),
  )
})

describe('on this machine', () => {
  test.each([SB, FENCED, LOCKED])('$name ends in no way that its memory model forbids', async (asked) => {
    const result = await runOnHardware(asked, { iterations: 20 * BATCH })
    expect(result.iterations).toBe(20 * BATCH)
    expect(result.keys).toEqual(keysOf(asked))
    expect(result.model).toBe(nativeModel)
    if (nativeModel !== 'tso') return
    const allowed = referenceOutcomes(testFor(asked, 'tso'), 'tso').outcomes.map((outcome) => outcome.join())
    expect(result.seen.map(({ outcome }) => outcome.join()).filter((outcome) => !allowed.includes(outcome))).toEqual([])
  })

  test('it ends when time is up, and when it is interrupted', async () => {
    expect((await runOnHardware(SB, { seconds: 0.05 })).seconds).toBeGreaterThanOrEqual(0.05)
    const aborted = await runOnHardware(SB, { iterations: Number.MAX_SAFE_INTEGER, signal: AbortSignal.timeout(50) })
    expect(aborted.iterations % BATCH).toBe(0)
  })

  test('a thread that dies ends the run, and is named', async () => {
    const broken = { ...SB, threads: [SB.threads[0]!, [{ op: 'load' as const, loc: 'x', reg: 'no register' }]] }
    await expect(runOnHardware(broken)).rejects.toThrow(/^worker \d+ failed: .*[Uu]nexpected/)
  })
})
