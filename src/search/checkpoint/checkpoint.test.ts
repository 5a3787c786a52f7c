import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asModel } from '../../../test/as-model.js'
import { randomSystem } from '../../../test/random-system.js'
import { runs } from '../../../test/runs.js'
import { array, bool, int, type Model, struct, system } from '../../index.js'
import { type CheckResult, check } from '../check.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shootdown-checkpoint-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** All of a result but how long it took and how it was stored. */
function essence({ verdict, states, properties, ledger }: CheckResult) {
  return { verdict, states, properties, limit: ledger.limit, neverTaken: ledger.neverTaken }
}

const counter = system('counter', {
  parameters: { processes: int(1, 5, { default: 2 }) },
  state: ({ processes }) => struct({ cpu: array(processes, struct({ n: int(0, 5) })) }),
  behaviour: ({ program, precaution }) => {
    const stops = precaution('stop in time')
    return [
      program('cpu', {
        count: (_, me) => {
          if (stops && me.n === 5) return 'done'
          me.n++
          return 'count'
        },
      }),
    ]
  },
  properties: ({ reachable }) => ({ 'all full': reachable((s) => s.cpu.every((c) => c.n === 5)) }),
})

describe('a search that stopped at a checkpoint and went on', () => {
  it('ends as an undisturbed one, wherever it stopped', () => {
    fc.assert(
      fc.property(
        randomSystem,
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom('fingerprints' as const, 'exact' as const),
        (random, states, storage) => {
          const model = asModel(random)
          const whole = { storage, keepGoing: true, bounds: { states: 3000 } }
          const undisturbed = check(model, whole)
          fc.pre(undisturbed.ledger.coverage === 'exhaustive')
          const checkpoint = { file: join(folder, 'random'), everySeconds: 1e9 }
          const stopped = check(model, { ...whole, bounds: { states }, checkpoint })
          if (stopped.ledger.limit === null) return
          expect(essence(check(model, { ...whole, recover: checkpoint.file }))).toEqual(essence(undisturbed))
        },
      ),
      { numRuns: runs(150) },
    )
  })

  it('has seen what it had seen of a refinement', () => {
    const abstract = system('abstract', {
      state: () => struct({ n: int(0, 40) }),
      behaviour: ({ action }) => [action('count', { when: (s) => s.n < 40, do: (s) => void s.n++ })],
    })()
    const model = system('concrete', {
      state: () => struct({ n: int(0, 40), other: int(0, 40) }),
      behaviour: ({ action }) => [
        action('count', { when: (s) => s.n < 40, do: (s) => void s.n++ }),
        action('turn', { do: (s) => void (s.other = (s.other + 1) % 40) }),
      ],
      properties: ({ refines }) => ({ counts: refines(abstract, ({ n }) => ({ n })) }),
    })()
    const checkpoint = { file: join(folder, 'refinement'), everySeconds: 1e9 }
    expect(check(model, { bounds: { states: 700 }, checkpoint }).verdict).toBe('inconclusive')
    expect(essence(check(model, { recover: checkpoint.file }))).toEqual(essence(check(model)))
  })

  const action = { kind: 'action', name: 'wait', parameters: {}, when: undefined, do: () => {}, lens: [] } as const
  const larger = struct({ ...counter().state.fields, more: bool })
  const renamed = (change: Partial<Model>): Model => ({ ...counter(), ...change }) as Model

  const stopped = () => {
    const checkpoint = { file: join(folder, 'counter'), everySeconds: 1e9 }
    check(counter(), { bounds: { states: 20 }, checkpoint })
    return checkpoint.file
  }

  it.each([
    ['other parameters', () => counter({ processes: 3 }), 'processes 2 there, 3 here'],
    ['a precaution less', () => counter().without('stop in time'), '"stop in time" is left out here only'],
    ['another name', () => renamed({ name: 'account' }), 'model counter there, account here'],
    ['another state', () => renamed({ state: larger }), 'its state has changed since'],
    ['other properties', () => renamed({ properties: {} }), '"all full" is no more'],
    ['more', () => renamed({ behaviour: [...counter().behaviour, action] }), '"wait" is new'],
    [
      'other labels',
      () => renamed({ behaviour: counter().behaviour.map((b) => ({ ...b, labels: ['go'] }) as never) }),
      '"cpu" has changed since',
    ],
  ])('refuses a checkpoint of a model with %s', (_, model, message) => {
    const recover = stopped()
    expect(() => check(model(), { recover })).toThrow(
      new RegExp(`^the checkpoint .*counter is of another search: ${message}$`),
    )
  })

  it('refuses a checkpoint of a search with other storage', () => {
    expect(() => check(counter(), { recover: stopped(), storage: 'exact' })).toThrow(
      'storage fingerprints there, exact here',
    )
  })

  it('refuses a checkpoint with any one byte changed, or cut short', () => {
    const file = stopped()
    const bytes = readFileSync(file)
    const damaged = join(folder, 'damaged')
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const copy = Buffer.from(bytes)
        copy[at]! ^= change
        writeFileSync(damaged, copy)
        expect(() => check(counter(), { recover: damaged })).toThrow(/checkpoint/)
        writeFileSync(damaged, bytes.subarray(0, at))
        expect(() => check(counter(), { recover: damaged })).toThrow(/checkpoint/)
      }),
      { numRuns: 60 },
    )
  })

  it('refuses a file that is none, or that is not there', () => {
    const none = join(folder, 'none')
    writeFileSync(none, 'a shopping list\n')
    expect(() => check(counter(), { recover: none })).toThrow('is not a checkpoint')
    expect(() => check(counter(), { recover: join(folder, 'nowhere') })).toThrow(
      /cannot be read: no such file or directory$/,
    )
  })
})

describe('a search that is killed', () => {
  const script = fileURLToPath(new URL('../../../test/checkpointed.ts', import.meta.url))
  const run = (...args: string[]) => [`--import=tsx`, script, ...args]

  it('leaves a checkpoint from which it ends as an undisturbed one', { timeout: 120_000 }, async () => {
    const finish = async (...args: string[]) => (await promisify(execFile)(process.execPath, run(...args))).stdout
    const undisturbed = await finish('none')
    // Killed at several moments of its life; each time it goes on from where the last one got to.
    const file = join(folder, 'killed')
    for (const after of [250, 100, 400]) {
      const child = spawn(process.execPath, run(file), { stdio: 'ignore' })
      const ended = new Promise((resolve) => child.on('exit', resolve))
      while (!existsSync(file)) await setTimeout(5)
      await setTimeout(after)
      child.kill('SIGKILL')
      await ended
    }
    expect(await finish(file)).toBe(undisturbed)
  })
})
