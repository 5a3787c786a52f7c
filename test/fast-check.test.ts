import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ticketLock } from '../docs/examples/ticket-lock.js'
import { lamportMutex, peterson } from '../models/classics/index.js'
import {
  assertAlong,
  asyncCommandsOf,
  commandsOf,
  holdsAlong,
  type ModelRun,
  parametersOf,
  runs,
  specificationOf,
} from '../src/fast-check/index.js'
import { array, blocked, bool, int, oneOf, option, queue, struct, system } from '../src/index.js'
import { decodeCounterexample } from '../src/trace/decode.js'
import { replay } from '../src/trace/replay.js'
import { runAlong } from '../src/trace/run.js'
import { asModel } from './as-model.js'
import { randomSystem } from './random-system.js'
import { referenceSearch } from './reference-search.js'

const broken = peterson().without('give the other the turn')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shootdown-fast-check-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Why the assertion failed. */
function failureOf(assert: () => void): Error & { readonly cause?: Error } {
  try {
    assert()
  } catch (thrown) {
    return thrown as Error & { readonly cause?: Error }
  }
  throw new Error('it should have failed')
}

describe('an arbitrary of runs', () => {
  it('draws runs, and shrinks them to runs that are simpler', () => {
    let shrunk = 0
    fc.assert(
      fc.property(randomSystem, fc.integer(), (random, seed) => {
        if (referenceSearch(random, true, 500)?.fault !== null) return
        const model = asModel(random)
        const arbitrary = runs(model, { maxSteps: 8 })
        // A random predicate decides how it shrinks; whatever it shrinks to must be a run with the states it says it has.
        const result = fc.check(
          fc.property(arbitrary, (run) => {
            const { start, initial, steps } = runAlong(model, run.path)
            expect({ start: run.start, initial: run.initial, steps: run.steps }).toEqual({ start, initial, steps })
            return (JSON.stringify(run.steps.at(-1)?.state ?? run.initial).length + seed) % 3 !== 0
          }),
          { seed, numRuns: 5 },
        )
        if (result.failed) expect(result.errorInstance).toMatchObject({ message: 'Property failed by returning false' })
        if (result.numShrinks > 0) shrunk++
      }),
      { numRuns: 300 },
    )
    expect(shrunk).toBeGreaterThan(10)
  })

  const reached = (run: ModelRun<{ process: { at: string }[] }>) =>
    run.steps.some((step) => step.state.process.some((p) => p.at === 'critical'))

  it('is typed by the model, and shrinks to a shortest run', () => {
    const result = fc.check(
      fc.property(runs(peterson()), (run) => !reached(run as never)),
      { seed: 3 },
    )
    const [run] = result.counterexample!
    expect(String(run)).toBe('process 0: idle; process 0: raise flag; process 0: give turn; process 0: wait')
    expect(fc.stringify(run)).toBe(String(run))
    expect(run.steps.at(-1)!.state.process[0]!.at).toBe('critical')
  })

  it('shrinks runs that are given as examples', () => {
    const [long] = fc.sample(
      runs(peterson()).filter((run) => run.path.length > 40 && reached(run as never)),
      { numRuns: 1, seed: 1 },
    )
    const result = fc.check(
      fc.property(runs(long!.model), (run) => !reached(run as never)),
      { examples: [[long as never]], numRuns: 1 },
    )
    expect(result.counterexample![0].path.length).toBeLessThanOrEqual(5)
  })

  it('draws the same for the same seed', () => {
    const paths = () => fc.sample(runs(lamportMutex({ maxClock: 3 })), { seed: 5, numRuns: 20 }).map((r) => r.path)
    expect(paths()).toEqual(paths())
  })
})

describe('holdsAlong', () => {
  it('reads naturally', () => {
    fc.assert(holdsAlong(peterson()))
    fc.assert(holdsAlong(lamportMutex({ processes: 2 }), { maxSteps: 100, properties: ['mutual exclusion'] }))
  })

  it("prints Shootdown's counterexample and the replay command as well as fast-check's seed", () => {
    const failure = failureOf(() => assertAlong(broken, { out: folder }, { seed: 42, numRuns: 1000 }))
    expect(failure.message).toContain('seed: 42')
    expect(failure.message).toMatch(/Counterexample: \[process 1: idle; process 1: raise flag; /)
    const [file] = readdirSync(folder)
    expect(failure.cause!.message).toContain('"mutual exclusion" is violated, shown by a run of 8 steps:')
    // Long commands go over several lines, as in a shell.
    expect(failure.cause!.message.replaceAll(/ \\\n +/g, ' ')).toContain(`npx shootdown replay ${join(folder, file!)}`)
    expect(failure.cause!.message).toMatch(/8 {2}process 0 {2}wait → critical/)
  })

  it('leaves a file that replays', () => {
    const [file] = readdirSync(folder)
    const recorded = decodeCounterexample(readFileSync(join(folder, file!), 'utf8'))
    if (E.isLeft(recorded)) throw new Error('it is a counterexample')
    expect(E.isRight(replay(recorded.right, peterson))).toBe(true)
  })

  it.each(['a file', null])("names a user's own system by its file, so that the command works (kept: %s)", (kept) => {
    const model = ticketLock({ cpus: 3 }).without('take and increment in one step')
    const out = kept === null ? null : join(folder, 'own')
    const failure = failureOf(() => assertAlong(model, { out }, { seed: 1, numRuns: 1000 }))
    const message = failure.cause!.message.replaceAll(/ \\\n +/g, ' ')
    const [command] = /npx shootdown .*/.exec(message)!
    expect(command).toContain('./docs/examples/ticket-lock.ts#ticket-lock')
    const fromSource = command.replace('npx shootdown', 'npx tsx bin/shootdown.ts')
    const { status, stdout } = spawnSync('sh', ['-c', fromSource], { encoding: 'utf8' })
    expect(stdout).toContain('mutual exclusion')
    // The run is as recorded; the check finds it again.
    expect(status).toBe(out === null ? 1 : 0)
  })

  it('keeps nothing if it is told so, and repeats the check instead', () => {
    const failure = failureOf(() =>
      assertAlong(broken, { out: null, model: './my-locks.ts#peterson' }, { seed: 42, numRuns: 1000 }),
    )
    expect(failure.cause!.message).toContain("npx shootdown check './my-locks.ts#peterson'")
  })

  it('sees deadlocks and failures of the model, and says which properties there are', () => {
    const stuck = system('stuck', {
      state: () => struct({ n: int(0, 3), one: struct({}) }),
      behaviour: ({ program }) => [
        program('one', { go: (s) => void s.n++, wait: (s) => (s.n === 1 ? blocked : 'go') }),
      ],
      properties: ({ always }) => ({ small: always((s) => s.n < 2) }),
    })
    const failing = (options = {}) =>
      failureOf(() => fc.assert(holdsAlong(stuck(), { out: null, ...options }))).cause!.message
    expect(failing()).toContain('"no deadlock" is violated')
    fc.assert(holdsAlong(stuck(), { properties: ['small'] }))
    expect(() => holdsAlong(stuck(), { properties: ['big'] })).toThrow(
      'stuck has no property "big"; it has small, no deadlock',
    )
    const overflowing = system('overflowing', {
      state: () => struct({ n: int(0, 3), one: struct({}) }),
      behaviour: ({ program }) => [program('one', { go: (s) => (++s.n ? 'go' : 'done') })],
    })
    const overflow = failureOf(() => fc.assert(holdsAlong(overflowing(), { out: null }))).cause!.message
    expect(overflow).toContain('n cannot be 4')
    expect(overflow).toContain('shown by a run of 3 steps')
  })
})

describe('parametersOf', () => {
  it('draws every value of every parameter, and shrinks to small ones', () => {
    const result = fc.check(
      fc.property(parametersOf(lamportMutex), ({ processes, maxClock }) => processes * maxClock < 6),
    )
    const [{ processes, maxClock }] = result.counterexample!
    expect(processes * maxClock).toBeGreaterThanOrEqual(6)
    expect((processes - 1) * maxClock < 6 || processes * (maxClock - 1) < 6).toBe(true)
    fc.assert(
      fc.property(parametersOf(lamportMutex), (parameters) => {
        expect(lamportMutex(parameters).parameters).toEqual(parameters)
      }),
    )
  })
})

/** A buffer of two places; taking from an empty one gives nothing. */
const buffer = system('buffer', {
  state: () => struct({ items: queue(int(0, 3), 2), taken: option(int(0, 3)) }),
  behaviour: ({ action }) => [
    action(
      'put',
      { value: int(0, 3) },
      { when: (s) => !s.items.isFull, do: (s, { value }) => void s.items.push(value) },
    ),
    action('take', { do: (s) => void (s.taken = s.items.isEmpty ? null : s.items.shift()) }),
  ],
})

class Ring {
  private readonly slots: number[] = [0, 0]
  private head = 0
  private count = 0
  constructor(private readonly bug = false) {}
  put(value: number): void {
    this.slots[(this.head + this.count++) % (this.bug ? 3 : 2)] = value
  }
  take(): number | null {
    if (this.count === 0) return null
    this.count--
    const value = this.slots[this.head]!
    this.head = (this.head + 1) % 2
    return value
  }
  get items(): number[] {
    return Array.from({ length: this.count }, (_, i) => this.slots[(this.head + i) % 2]!)
  }
}

describe('commandsOf', () => {
  const ring = {
    put: (real: Ring, { value }: { readonly [name: string]: unknown }) => real.put(value as number),
    take: (real: Ring) => ({ taken: real.take() }),
  }
  const property = (bug: boolean) =>
    fc.property(commandsOf<Ring>(buffer(), ring, { observe: ({ items }) => ({ items }) }), (commands) =>
      fc.modelRun(() => ({ model: specificationOf(buffer()), real: new Ring(bug) }), commands),
    )

  it('lets code through that does what its specification says', () => {
    fc.assert(property(false), { numRuns: 200 })
  })

  it('finds code that does not, and says what it should have done', () => {
    const failure = failureOf(() => fc.assert(property(true), { seed: 1, numRuns: 1000 }))
    expect(failure.message).toContain('put(value: ')
    expect(failure.cause!.message).toMatch(
      /^after put\(value: 1\), it shows items: \[0, 0\], and buffer allows items: \[0, 1\]$/,
    )
  })

  /** Loses what it is given, or keeps it; answers come when they come. */
  const lossy = system('lossy', {
    state: () => struct({ kept: array(2, bool), sent: oneOf('nothing', 'something'), arrived: bool }),
    behaviour: ({ action }) => [
      action(
        'send',
        { to: int(0, 1) },
        {
          do: (s, { to }, pick) => {
            s.kept.set(to, pick.bool())
            s.sent = 'something'
          },
        },
      ),
      action('arrive', { when: (s) => s.sent === 'something', do: (s) => void (s.arrived = true) }),
      action('look', { do: () => {} }),
    ],
  })

  it('follows a specification that leaves things open, with what happens unseen', () => {
    const run = (arrived: () => boolean) =>
      fc.property(
        commandsOf<{ sent: number }>(lossy(), {
          send: (real) => void real.sent++,
          look: (real) => (real.sent > 0 ? { arrived: arrived() } : { arrived: false }),
        }),
        (commands) => fc.modelRun(() => ({ model: specificationOf(lossy(), ['arrive']), real: { sent: 0 } }), commands),
      )
    fc.assert(run(() => false))
    fc.assert(run(() => true))
    // What has arrived does not go back.
    let calls = 0
    const failure = failureOf(() =>
      fc.assert(
        run(() => calls++ % 2 === 0),
        { numRuns: 1000 },
      ),
    )
    expect(failure.cause!.message).toBe('after look, it shows arrived: false, and lossy allows arrived: true')
  })

  it('drives code that answers later', async () => {
    const commands = asyncCommandsOf<Ring>(buffer(), {
      put: async (real, { value }) => real.put(value as number),
      take: async (real) => ({ taken: real.take() }),
    })
    const drive = (bug: boolean) =>
      fc.check(
        fc.asyncProperty(commands, (all) =>
          fc.asyncModelRun(() => ({ model: specificationOf(buffer()), real: new Ring(bug) }), all),
        ),
        { numRuns: 300, seed: 1 },
      )
    expect((await drive(false)).failed).toBe(false)
    expect((await drive(true)).failed).toBe(true)
  })

  it('says what an action or a field may be called', () => {
    expect(() => commandsOf(buffer(), { push: () => {} })).toThrow('buffer has no action "push"; it has put, take')
    const failure = failureOf(() =>
      fc.assert(
        fc.property(commandsOf(buffer(), { take: () => ({ size: 1 }) }), (commands) =>
          fc.modelRun(() => ({ model: specificationOf(buffer()), real: {} }), commands),
        ),
      ),
    )
    expect(failure.cause!.message).toContain('buffer has no field "size" to compare with; it has items, taken')
  })
})
