import fc from 'fast-check'
import { expect, it } from 'vitest'
import { check } from '../src/index.js'
import { asModel, concurrentObject } from './concurrent-object.js'
import { shortestDisorder, TooMany } from './history-search.js'
import { runs } from './runs.js'

const cases = runs(1500)

it('linearizability agrees with a search through every history', () => {
  const seen = { holds: 0, violated: 0 }
  fc.assert(
    fc.property(concurrentObject, (object) => {
      const expected = shortest(object)
      if (expected === 'too many') return
      const { properties } = check(asModel(object), { keepGoing: true })
      expect(properties.filter((p) => p.kind === 'model')).toEqual([])
      for (const { verdict, finding } of properties.filter((p) => p.kind === 'linearizable')) {
        expect(verdict).toBe(expected === null ? 'holds' : 'violated')
        expect(finding === null ? null : finding.path.length - 1).toBe(expected)
        seen[verdict === 'holds' ? 'holds' : 'violated']++
      }
    }),
    { numRuns: cases },
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(cases / 10)
})

function shortest(object: Parameters<typeof shortestDisorder>[0]): number | null | 'too many' {
  try {
    return shortestDisorder(object, 20_000)
  } catch (thrown) {
    if (thrown instanceof TooMany) return 'too many'
    throw thrown
  }
}
