import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Level } from './frontier.js'
import { Spill, SpillFile } from './spill.js'

describe('a level of the frontier', () => {
  it('gives records back in the order in which they came, from memory or from disk', () => {
    // Records of 8,194 words fill a chunk by seven, so that a few dozen of them exercise the disk.
    const words = 8192
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -12, max: 12 }), { maxLength: 30 }), fc.nat(3), (moves, chunksAllowed) => {
        const file = new SpillFile()
        const spill = new Spill(chunksAllowed * 7 * (words + 2) * 4, file)
        try {
          const level = new Level(words, [], spill)
          const record = new Int32Array(words + 2)
          let pushed = 0
          let read = 0
          for (const move of moves) {
            for (let i = 0; i < move; i++) {
              record.fill(pushed++)
              level.push(record, 0)
            }
            for (let left = Math.min(-move, level.size); left > 0; ) {
              const before = level.size
              level.drain(left, (chunk, at) => {
                expect([chunk[at], chunk[at + words + 1]]).toEqual([read, read])
                read++
              })
              left -= before - level.size
            }
            expect(level.size).toBe(pushed - read)
          }
        } finally {
          file.close()
        }
      }),
      { numRuns: 100 },
    )
  })
})
