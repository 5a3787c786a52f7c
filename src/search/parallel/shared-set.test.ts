import { describe, expect, it } from 'vitest'
import type { Adding } from '../../../test/adding-thread.js'
import { openOrigin, settledOrigin } from './origin.js'
import { type SharedSet, sharedInts, sharedSet } from './shared-set.js'
import { nextMessage, startThread } from './thread.js'

const THREAD = new URL('../../../test/adding-thread', import.meta.url)

describe.each(['fingerprints', 'exact'] as const)('a set of %s that threads share', (storage) => {
  it('takes every state from one of them only', async () => {
    const [threads, states] = [2, 40_000]
    for (let round = 0; round < 8; round++) {
      const size = sharedInts(1)
      const { arrays } = sharedSet(storage, 1, size, () => {})
      const adding: Adding = { storage, arrays, size, arrived: sharedInts(1), threads, states }
      const started = Array.from({ length: threads }, () => startThread(THREAD, adding))
      const added = await Promise.all(started.map((thread) => nextMessage<number>([thread], thread)))
      expect(added.reduce((sum, n) => sum + n)).toBe(states)
    }
  })
})

/** Fingerprints that look drawn at random, and are the same each time. */
function* fingerprints(): Generator<Int32Array, never> {
  for (let n = 1; ; n++) yield Int32Array.of(mixed(n), mixed(~n))
}

/** The last mixing steps of MurmurHash3 (Appleby). */
function mixed(n: number): number {
  const first = Math.imul(n ^ (n >>> 16), 0x85ebca6b)
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  return second ^ (second >>> 16)
}

describe('the way back from a state', () => {
  it('leads to its parent and hardly anywhere else, among a million states', () => {
    const states = 2 ** 20
    const drawn = fingerprints()
    const set: SharedSet = sharedSet('fingerprints', 1, sharedInts(1), () => {
      set.adopt(set.larger())
      set.move(0, 1)
    })
    const parents: Int32Array[] = []
    let parent = drawn.next().value
    for (let n = 0; n < states; n++) {
      const state = drawn.next().value
      set.add(state[0]!, state[1]!, state, 0, openOrigin(1, n), settledOrigin(parent[0]!))
      if (n % 512 === 1) parents.push(parent)
      parent = state
    }
    const candidates = parents.map(({ 0: low }) => [...set.parents(settledOrigin(low!))].map((known) => known.low))
    parents.forEach(({ 0: low }, i) => {
      expect(candidates[i]).toContain(low)
    })
    expect(candidates.flat().length).toBeLessThan(parents.length * 1.1)
  })
})
