import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asModel } from '../../../test/as-model.js'
import { dies, parallelSystems } from '../../../test/parallel-systems.js'
import { randomSystem } from '../../../test/random-system.js'
import { runs } from '../../../test/runs.js'
import type { Model } from '../../model/model.js'
import { Batch } from '../batch.js'
import type { CheckOptions, CheckResult } from '../check.js'
import { check } from '../check.js'
import { expansionOf } from '../expansion.js'
import { Shard } from '../shard.js'
import { fingerprintSet } from '../visited.js'
import { checkInParallel } from './check.js'
import type { ModelReference } from './reference.js'

const fixture = new URL('../../../test/parallel-systems.ts', import.meta.url).href

function reference(system: string, parameters = {}): ModelReference {
  return { module: fixture, importer: null, system, parameters, without: [] }
}

/** What must not depend on the number of workers. */
function essence({ verdict, states, properties, ledger }: CheckResult) {
  const { coverage, initialStates, excludedByConstraint, beyond, neverTaken } = ledger
  return {
    verdict,
    states,
    properties: properties.map((p) => ({ ...p, finding: p.finding?.path.length })),
    ledger: { coverage, initialStates, excludedByConstraint, beyond, neverTaken },
  }
}

/** The shards of a search, run in turn on this thread: what the threads do, without the threads. */
function inTurn(model: Model, shards: number, slice: number) {
  const mail = Array.from({ length: shards }, () => Array.from({ length: shards }, () => new Batch(64)))
  const parts = mail.map((outboxes, index) => {
    const expansion = expansionOf(model)
    outboxes.splice(0, shards, ...outboxes.map(() => new Batch(expansion.words)))
    return new Shard(expansion, { visited: fingerprintSet(), index, shards, own: outboxes[index]!, spill: null })
  })
  const sum = (f: (shard: Shard) => number) => parts.reduce((n, shard) => n + f(shard), 0)
  let depth = 0
  for (const shard of parts) shard.begin()
  while (sum((s) => s.found) > 0 && !parts.some((s) => s.monitor.decided(true))) {
    depth++
    for (const shard of parts) shard.descend()
    while (sum((s) => s.remaining) > 0) {
      parts.forEach((shard, i) => {
        shard.expand(slice, mail[i]!)
      })
      parts.forEach((shard, to) => {
        for (const outboxes of mail) shard.settle(outboxes[to]!)
      })
    }
  }
  const found = sum((s) => s.found) > 0 ? 1 : 0
  return {
    generated: sum((s) => s.generated),
    distinct: sum((s) => s.distinct),
    depth: depth + found,
    excluded: sum((s) => s.excluded),
  }
}

describe('a search on several threads', () => {
  it.each([
    [2, {}],
    [3, { keepGoing: true }],
    [2, { bounds: { depth: 3 } }],
  ] as [number, CheckOptions][])('on %i with %o, finds what the search on one finds', async (workers, options) => {
    for (const system of parallelSystems) {
      const model = system()
      const result = await checkInParallel(model, reference(model.name), workers, options)
      expect(essence(result), model.name).toEqual(essence(check(model, options)))
    }
  })

  it('agrees with the search on one thread on thousands of systems, its shards run in turn', () => {
    fc.assert(
      fc.property(randomSystem, fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 20 }), (random, n, slice) => {
        const model = asModel(random)
        const { states, ledger } = check(model, { keepGoing: true, bounds: { states: 5000 } })
        fc.pre(ledger.coverage === 'exhaustive')
        expect(inTurn(model, n, slice)).toEqual({ ...states, excluded: ledger.excludedByConstraint })
      }),
      { numRuns: runs(400) },
    )
  })

  it('finds the same runs each time', async () => {
    const model = parallelSystems.find((s) => s.system.name === 'crowd')!()
    const once = () => checkInParallel(model, reference('crowd'), 2).then((r) => r.properties.map((p) => p.finding))
    expect(await once()).toEqual(await once())
  })

  it('names a worker that fails, and does not hang', async () => {
    const model = parallelSystems[0]!()
    await expect(checkInParallel(model, reference('no such system'), 2)).rejects.toThrow(
      /^worker [12] failed: .* exports no system "no such system"$/,
    )
    await expect(checkInParallel(dies(), reference('dies'), 2)).rejects.toThrow(
      /^worker [12] failed: it ended too early, with exit code 3/,
    )
  })

  it('refuses what works on one thread only', async () => {
    const refused = checkInParallel(parallelSystems[0]!(), reference('crowd'), 2, { reductions: ['symmetry'] })
    await expect(refused).rejects.toThrow('symmetry works on one thread only')
  })

  it('goes on from a checkpoint, and refuses one of another number of workers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shootdown-parallel-'))
    try {
      const checkpoint = { file: join(folder, 'crowd'), everySeconds: 0 }
      const model = parallelSystems[0]!()
      const undisturbed = await checkInParallel(model, reference('crowd'), 2)
      const stopped = await checkInParallel(model, reference('crowd'), 2, { checkpoint, bounds: { states: 300 } })
      expect(stopped.ledger.limit?.tag).toBe('states')
      expect(readdirSync(folder).length).toBe(3)
      const resumed = await checkInParallel(model, reference('crowd'), 2, { recover: checkpoint.file })
      expect(essence(resumed)).toEqual(essence(undisturbed))
      await expect(checkInParallel(model, reference('crowd'), 3, { recover: checkpoint.file })).rejects.toThrow(
        'workers 2 there, 3 here',
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('ends when it is interrupted, with what it knows', async () => {
    const model = parallelSystems.find((s) => s.system.name === 'crowd')!({ processes: 9 })
    const abort = new AbortController()
    const { ledger, verdict } = await checkInParallel(
      model,
      reference('crowd', { processes: 9 }),
      2,
      { signal: abort.signal },
      (progress) => progress.distinct > 1000 && abort.abort(),
    )
    expect(verdict).toBe('inconclusive')
    expect(ledger.limit?.tag).toBe('interrupted')
  })
})
