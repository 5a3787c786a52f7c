import { readdirSync, readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { catalogue } from '../models/index.js'
import type { Counterexample } from '../src/trace/counterexample.js'
import { decodeCounterexample, describeDecode } from '../src/trace/decode.js'
import { formatCounterexample } from '../src/trace/format.js'
import { replay } from '../src/trace/replay.js'
import { describeStale } from '../src/trace/stale.js'

/**
 * Every recorded run is taken again: it must go wrong exactly as it did. A model may have changed in other ways since; a
 * new property, say, takes nothing from what an old run shows.
 */
const directory = new URL('../counterexamples/', import.meta.url)
const files = readdirSync(directory).filter((name) => name !== 'README.md')

function textOf(file: string): string {
  return readFileSync(new URL(file, directory), 'utf8')
}

function read(file: string): Counterexample {
  const decoded = decodeCounterexample(textOf(file))
  if (E.isLeft(decoded)) throw new Error(`${file}: ${describeDecode(decoded.left)}`)
  return decoded.right
}

/** Precautions of which no run is recorded, and why: nothing breaks without them, or not here. */
const notNeeded: { readonly [model: string]: { readonly [precaution: string]: string } } = {
  'lock-cascade': {
    'take the fine locks while it becomes fine': 'the locks are decided on with the coarse one in hand',
    'wait for the epoch while it becomes fine': 'the locks are decided on with the coarse one in hand',
    'order everything before the epoch is advanced': 'who is inside holds a lock, whose release is ordered',
    ...Object.fromEntries(
      [
        'have all see the new epoch before the token is passed',
        'order everything after the state is read',
        'order everything after the global epoch is read',
        'order everything before a change is finished',
      ].map((barrier) => [
        barrier,
        'two processors do not need it, lock-cascade-rc11.test.ts; of three it is not known',
      ]),
    ),
  },
  'dynamic-lock': {
    'have all see the new epoch before the token is passed':
      'it takes three processors: barriers-of-three.test.ts has the run',
    'order everything after the global epoch is read':
      'it takes three processors: barriers-of-three.test.ts has the run',
  },
  'dynamic-lock-memory': {
    'have all see the new state before the epoch is read': 'it takes three processors: dynamic-lock has the run',
    'have all see that the object is out of reach before the epoch is read':
      'it takes three processors: barriers-of-three.test.ts has the run',
    'order the critical section before a local promotion': 'there are no data here: dynamic-lock has the run',
  },
  'lock-cascade-memory': {
    'have all see the new state before the epoch is read': 'it takes three processors: lock-cascade has the run',
    'order everything before the memory is freed': 'nobody frees what he has just written to',
    'take the fine locks while it becomes fine': 'as in lock-cascade',
    'wait for the epoch while it becomes fine': 'as in lock-cascade',
  },
  'super-page-locking': {
    'wait for the epoch while it becomes fine': 'as in lock-cascade',
  },
}

const recorded = files.map(read)

/** Models of which there are runs that leave out a precaution: these show every one that they ask for. */
const shown = [...new Set(recorded.filter((run) => run.without.length === 1).map((run) => run.model))]

/** What a model asks for, by its default parameters and by those of the runs that have been recorded of it. */
function precautionsOf(model: string): ReadonlySet<string> {
  const system = catalogue.find((s) => s.system.name === model)
  const settings = recorded.filter((run) => run.model === model)
  const asked = [{}, ...settings.map((run) => run.parameters)].flatMap((parameters) => {
    const configured = system?.configure(parameters)
    return configured === undefined || E.isLeft(configured) ? [] : configured.right.precautions
  })
  return new Set(asked)
}

const HOW = 'If that is as it should be, record it again: counterexamples/README.md has the command.'

describe('recorded runs', () => {
  test.each(files)('%s', (file) => {
    const run = read(file)
    const system = catalogue.find((s) => s.system.name === run.model)
    if (system === undefined) throw new Error(`${file}: no model of the catalogue is called "${run.model}".`)
    const replayed = replay(run, system)
    if (E.isLeft(replayed)) throw new Error(`${file}: ${describeStale(replayed.left)} ${HOW}`)
    expect(formatCounterexample(run)).toBe(textOf(file))
  })

  test.each(shown)('there is one for each precaution of %s', (model) => {
    const runs = recorded.filter((run) => run.model === model && run.without.length === 1)
    const needed = new Set(runs.flatMap((run) => run.without))
    const others = Object.keys(notNeeded[model] ?? {})
    expect(others.filter((precaution) => needed.has(precaution))).toEqual([])
    expect(new Set([...needed, ...others])).toEqual(precautionsOf(model))
  })

  test('there are some that never end, and one that rests on what was assumed for it', () => {
    const endless = recorded.filter((run) => run.loop !== null)
    const lassos = endless.map((run) => [run.model, run.fairness?.length ?? null])
    expect(lassos).toEqual(
      expect.arrayContaining([
        ['alternating-bit', 4],
        ['peterson', null],
      ]),
    )
  })

  test.each(['dynamic-lock-printed', 'dynamic-lock-assembler'])(
    'there is one of %s with nothing taken away',
    (model) => {
      expect(recorded.some((run) => run.model === model && run.without.length === 0)).toBe(true)
    },
  )
})
