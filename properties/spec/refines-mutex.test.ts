import { describe, expect, it } from 'vitest'
import { dijkstraMutex, filterLock, lamportMutex, lock, mcsTso, peterson } from '../../models/classics/index.js'
import { dynamicLock } from '../../models/microkernel/index.js'
import { mutex } from '../../spec/index.js'
import { check, type Model, withProperties } from '../../src/index.js'

/** Where the process is, as the abstract mutex sees it: at one of the labels it is inside, at some it has asked. */
function by<L extends string>(at: L, holding: readonly NoInfer<L>[], idle: readonly NoInfer<L>[]) {
  return holding.includes(at) ? 'holding' : idle.includes(at) ? 'idle' : 'waiting'
}

const locks = [
  withProperties(lock({ processes: 3 }), ({ refines }) => ({
    'is a mutex': refines(mutex({ processes: 3 }), (s) => ({
      process: s.process.map((p) => by(p.at, ['critical', 'release'], ['idle'])),
    })),
  })),
  withProperties(peterson(), ({ refines }) => ({
    'is a mutex': refines(mutex(), (s) => ({
      process: s.process.map((p) => by(p.at, ['critical', 'lower flag'], ['idle'])),
    })),
  })),
  withProperties(filterLock(), ({ refines }) => ({
    'is a mutex': refines(mutex({ processes: 3 }), (s) => ({
      process: s.process.map((p) =>
        p.climbing === 1 ? by(p.at, ['critical'], ['enter level']) : by(p.at, ['critical'], []),
      ),
    })),
  })),
  withProperties(dijkstraMutex(), ({ refines }) => ({
    'is a mutex': refines(mutex(), (s) => ({
      process: s.process.map((p) =>
        by(p.at, ['critical'], ['want to enter', 'step back', 'lose interest', 'elsewhere']),
      ),
    })),
  })),
  withProperties(mcsTso(), ({ refines }) => ({
    'is a mutex': refines(mutex(), (s) => ({
      process: s.cpu.map((p) =>
        by(p.at, ['critical'], ['clear link', 'read link', 'swing tail back', 'wait for link', 'unlock next']),
      ),
    })),
  })),
  withProperties(lamportMutex({ processes: 2, maxClock: 5 }), ({ refines }) => ({
    'is a mutex': refines(mutex(), (s) => ({
      process: s.process.map((p, i) => (s.critical.has(i) ? 'holding' : p.request.get(i) === 0 ? 'idle' : 'waiting')),
    })),
  })),
  withProperties(dynamicLock({ cpus: 2 }), ({ refines }) => ({
    // A processor that comes to the lock may turn away again: it counts as asking only in the step that lets it in.
    'is a mutex': refines(mutex(), (s) => ({ process: s.cpu.map((c) => (c.at === 'critical' ? 'holding' : 'idle')) }), {
      steps: 2,
    }),
  })),
]

const judged = (model: Model) => check(model).properties.find((p) => p.name === 'is a mutex')!

describe.each(locks.map((model) => [model.name, model] as const))('%s', (_, model) => {
  it('refines the abstract mutex', () => {
    expect(judged(model)).toMatchObject({ verdict: 'holds', vacuous: false })
  })

  // Not every precaution is there for mutual exclusion; but where that is lost, so is the refinement.
  it.each(model.precautions)('without "%s", refines it exactly if it keeps mutual exclusion', (precaution) => {
    const { properties } = check(model.without(precaution), { keepGoing: true })
    if (properties.some((p) => p.kind === 'model')) return
    const verdict = (name: string) => properties.find((p) => p.name === name)?.verdict
    expect(verdict('is a mutex')).toBe(verdict('mutual exclusion'))
  })
})

it('a lock that does not wait lets in a second process, which no step of the abstract mutex does', () => {
  const { verdict, finding } = judged(locks[0]!.without('wait while it is taken'))
  expect(verdict).toBe('violated')
  expect(finding).toMatchObject({
    tag: 'step',
    why: {
      abstract: 'mutex',
      event: { process: 'process 1', label: 'acquire' },
      before: { process: ['holding', 'waiting', 'idle'] },
      after: { process: ['holding', 'holding', 'idle'] },
      changes: [{ path: 'process[1]', before: 'waiting', after: 'holding' }],
    },
  })
})
