import { describe, expect, it } from 'vitest'
import type { Adding } from '../../../test/adding-thread.js'
import { sharedInts, sharedSet } from './shared-set.js'
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
