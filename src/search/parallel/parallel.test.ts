import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asModel } from '../../../test/as-model.js'
import { dies, parallelSystems } from '../../../test/parallel-systems.js'
import { randomSystem } from '../../../test/random-system.js'
import { runs } from '../../../test/runs.js'
import type { Model } from '../../model/model.js'
import type { BreadthFirstOptions } from '../bfs.js'
import type { CheckOptions, CheckResult } from '../check.js'
import { check } from '../check.js'
import { expansionOf } from '../expansion.js'
import { nameOf } from '../monitor.js'
import type { Finding } from '../outcome.js'
import { checkInParallel, type ParallelOptions } from './check.js'
import { Control } from './control.js'
import { Mail, portsFor } from './mail.js'
import { Member, type News } from './member.js'
import type { ModelReference } from './reference.js'
import { type Ending, searching } from './search.js'

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
    properties: properties.map(({ finding, ...p }) => ({ ...p, path: finding?.path, length: finding?.path.length })),
    ledger: { coverage, initialStates, excludedByConstraint, beyond, neverTaken },
  }
}

type Storage = 'fingerprints' | 'exact'

/**
 * The members of a search, run on this thread in any order: what the threads do, without the threads. `who` says whose turn
 * it is.
 */
function inAnyOrder(
  model: Model,
  members: number,
  who: Iterator<number>,
  storage: Storage,
  together: boolean,
  more: BreadthFirstOptions = {},
) {
  const memory = Control.memoryFor(members)
  const identity = {}
  const options = { keepGoing: true, storage, ...more }
  const searches = portsFor(members).map((ports, me) => {
    const control = new Control(memory, me, members)
    const mail = new Mail<News>(ports)
    const member = new Member(expansionOf(model), { control, mail, storage, spill: null })
    const search = searching(member, control, { options, identity, summon: () => {}, together: me === 0 && together })
    return { search, member, mail }
  })
  let ending: Ending | null = null
  while (ending === null) {
    const me = who.next().value % members
    const step = searches[me]!.search.next()
    if (step.done && me === 0) ending = step.value
  }
  for (const { mail } of searches) mail.close()
  const { generated, distinct, depth, excluded, findings } = ending
  return { generated, distinct, depth, excluded, findings }
}

function lengthOf(finding: Finding): string {
  return `${nameOf(finding)} ${finding.path.length}`
}

function byName(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ tag }) => tag !== 'fault').toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}

/** Whose turn it is, round and round; everybody has one. */
const turns = fc.array(fc.nat(3), { minLength: 1, maxLength: 20 }).map((drawn) => [...drawn, 0, 1, 2, 3])
const storage = fc.constantFrom('fingerprints' as const, 'exact' as const)

function* forever(turns: readonly number[]): Generator<number, never> {
  for (;;) yield* turns
}

describe('a search on several threads', () => {
  it.each([
    [2, {}],
    [3, { keepGoing: true }],
    [2, { bounds: { depth: 3 } }],
  ] as [number, CheckOptions][])('on %i with %o, finds what the search on one finds', async (workers, options) => {
    for (const system of parallelSystems) {
      const model = system()
      const result = await checkInParallel(model, reference(model.name), workers, { ...options, together: true })
      expect(essence(result), model.name).toEqual(essence(check(model, options)))
    }
  })

  it('agrees with the search on one thread on thousands of systems, its members run in any order', () => {
    fc.assert(
      fc.property(
        randomSystem,
        fc.integer({ min: 2, max: 4 }),
        turns,
        storage,
        fc.boolean(),
        (random, n, order, kept, together) => {
          const model = asModel(random)
          const { states, ledger, properties } = check(model, { keepGoing: true, bounds: { states: 5000 } })
          fc.pre(ledger.coverage === 'exhaustive')
          const found = inAnyOrder(model, n, forever(order), kept, together)
          const expected = { ...states, excluded: ledger.excludedByConstraint }
          expect({ ...found, findings: [] }).toEqual({ ...expected, findings: [] })
          const findings = properties.flatMap(({ finding }) => finding ?? [])
          expect(found.findings.map(lengthOf).toSorted()).toEqual(findings.map(lengthOf).toSorted())
          // Whoever does what, the runs are the same, and those of one thread. Of faults it may find another one first.
          expect(found.findings).toEqual(inAnyOrder(model, 2, forever([0]), kept, false).findings)
          expect(byName(found.findings)).toEqual(byName(findings))
        },
      ),
      { numRuns: runs(400) },
    )
  })

  it('goes on from where it was stopped, wherever that was, as if it had not been', () => {
    const folder = mkdtempSync(join(tmpdir(), 'shootdown-stopped-'))
    const checkpoint = { file: join(folder, 'checkpoint'), everySeconds: Number.POSITIVE_INFINITY }
    let stopped = 0
    try {
      fc.assert(
        fc.property(
          randomSystem,
          fc.integer({ min: 2, max: 4 }),
          turns,
          storage,
          fc.double({ min: 0, max: 1, noNaN: true }),
          (random, n, order, kept, part) => {
            const model = asModel(random)
            const { states, ledger } = check(model, { keepGoing: true, bounds: { states: 5000 } })
            fc.pre(ledger.coverage === 'exhaustive')
            const undisturbed = inAnyOrder(model, 2, forever([0]), kept, false)
            const bounds = { states: Math.max(1, Math.ceil(states.distinct * part)) }
            rmSync(checkpoint.file, { force: true })
            inAnyOrder(model, n, forever(order), kept, true, { bounds, checkpoint })
            if (!existsSync(checkpoint.file)) return
            stopped++
            const recovered = inAnyOrder(model, n, forever(order), kept, true, { recover: checkpoint.file })
            expect(recovered).toEqual(undisturbed)
          },
        ),
        { numRuns: runs(400) },
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
    expect(stopped).toBeGreaterThan(100)
  })

  it('goes on from the middle of several chunks, whoever takes what is left of them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'shootdown-middle-'))
    const checkpoint = { file: join(folder, 'checkpoint'), everySeconds: Number.POSITIVE_INFINITY }
    const model = parallelSystems.find((s) => s.system.name === 'crowd')!({ processes: 6 })
    const undisturbed = inAnyOrder(model, 2, forever([0]), 'fingerprints', false)
    // The last has come far when the first is still at its chunk, and both are stopped.
    const slow = [0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2]
    try {
      for (let states = 100; states < undisturbed.distinct; states += 200) {
        inAnyOrder(model, 3, forever(slow), 'fingerprints', true, { bounds: { states }, checkpoint })
        const recover = { recover: checkpoint.file }
        for (const order of [[2, 1, 0], slow])
          expect(inAnyOrder(model, 3, forever(order), 'fingerprints', true, recover)).toEqual(undisturbed)
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('finds the same runs each time, at any number of workers', async () => {
    const model = parallelSystems.find((s) => s.system.name === 'crowd')!()
    const findings = async (workers: number, options: ParallelOptions) =>
      (await checkInParallel(model, reference('crowd'), workers, options)).properties.map((p) => p.finding)
    const alone = await findings(2, {})
    expect(await findings(2, { together: true })).toEqual(alone)
    expect(await findings(3, { together: true })).toEqual(alone)
  })

  it('names a worker that fails, and does not hang', async () => {
    const model = parallelSystems[0]!()
    await expect(checkInParallel(model, reference('no such system'), 2, { together: true })).rejects.toThrow(
      /^worker [12] failed: .* exports no system "no such system"$/,
    )
    await expect(checkInParallel(dies(), reference('dies'), 2, { together: true })).rejects.toThrow(
      /^worker [12] failed: it ended too early, with exit code 3/,
    )
  })

  it('refuses what works on one thread only', async () => {
    const refused = checkInParallel(parallelSystems[0]!(), reference('crowd'), 2, { strategy: 'depth-first' })
    await expect(refused).rejects.toThrow('depth-first works on one thread only')
    const folded = { ...parallelSystems[0]!(), properties: {} }
    const reduced = checkInParallel(folded, reference('crowd'), 2, { reductions: ['folding'] })
    await expect(reduced).rejects.toThrow('folding works on one thread only')
  })

  it.each([
    { reductions: ['folding'] },
    { reductions: ['symmetry'], strategy: 'pct' },
    { seed: 3 },
    { strategy: 'pct', samples: 0 },
    { bounds: { states: 0 } },
  ] as CheckOptions[])('refuses %o as the search on one thread does', async (options) => {
    const model = parallelSystems.find((s) => s.system.name === 'crowd')!()
    const why = (() => {
      try {
        return String(check(model, options).verdict)
      } catch (thrown) {
        return (thrown as Error).message
      }
    })()
    expect(why).toContain('crowd cannot be searched')
    await expect(checkInParallel(model, reference('crowd'), 2, options)).rejects.toThrow(why)
  })

  it('goes on from a checkpoint with any number of workers, and refuses one of a single thread', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shootdown-parallel-'))
    try {
      const checkpoint = { file: join(folder, 'crowd'), everySeconds: 0 }
      const model = parallelSystems[0]!()
      const undisturbed = essence(check(model))
      const bounds = { states: 300 }
      const stopped = await checkInParallel(model, reference('crowd'), 2, { checkpoint, bounds, together: true })
      expect(stopped.ledger.limit?.tag).toBe('states')
      expect(stopped.states.distinct).toBeLessThan(undisturbed.states.distinct)
      expect(readdirSync(folder)).toEqual(['crowd'])
      for (const workers of [2, 3]) {
        const options = { recover: checkpoint.file, together: true }
        expect(essence(await checkInParallel(model, reference('crowd'), workers, options))).toEqual(undisturbed)
      }
      check(model, { checkpoint, bounds })
      await expect(checkInParallel(model, reference('crowd'), 2, { recover: checkpoint.file })).rejects.toThrow(
        'workers 1 there, several here',
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
      { signal: abort.signal, together: true },
      (progress) => progress.distinct > 1000 && abort.abort(),
    )
    expect(verdict).toBe('inconclusive')
    expect(ledger.limit?.tag).toBe('interrupted')
  })
})
