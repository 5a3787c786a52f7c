import { describe, expect, it } from 'vitest'
import { lockCascade } from '../../models/microkernel/index.js'
import { check } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'
import { explored, holds, shortestViolation } from './verdict.js'

const neverTaken = ['cpu: change: turn back']
const memory = 'nobody can touch a fine lock when its memory has been released'
const overQueue = { coarseLock: 'queue' } as const

describe('lock-cascade with a queue lock as its coarse lock', () => {
  const counts = [
    [{ cpus: 2 }, holds(147405, 64082, 91, { neverTaken })],
    [{ cpus: 3 }, holds(43500683, 12473981, 121, { neverTaken })],
  ] as const
  it.each(counts.slice(0, heavy ? undefined : 1))(
    'holds for %o, and who waits for it gets it, fair or not',
    (parameters, expected) => {
      expect(explored(lockCascade({ ...overQueue, ...parameters }))).toEqual(expected)
    },
  )

  it.each([
    ['clear the link before queueing', ['no deadlock', 39]],
    ['set the own flag before queueing', ['the coarse lock is taken exactly while somebody holds it', 10]],
    ['wait for a successor that has not linked itself yet', ['no deadlock', 19]],
    ['release the coarse lock after the fine ones', [memory, 46]],
    ['take the coarse lock while it becomes coarse', [memory, 35]],
    ['pass the token only at a safe point', [memory, 34]],
  ])('goes wrong for two processors without: %s', (precaution, run) => {
    expect(shortestViolation(lockCascade({ cpus: 2, ...overQueue }).without(precaution))).toEqual(run)
  })

  it('needs no fairness of the coarse lock, where one on which all spin does', () => {
    const spinning = lockCascade({ cpus: 2 })
    const { fairness } = lockCascade({ cpus: 2, ...overQueue })
    const verdicts = check(spinning, { fairness, keepGoing: true }).properties.filter((p) => p.kind === 'leadsTo')
    expect(verdicts.map((p) => p.verdict)).toEqual(['violated', 'violated'])
  })
})
