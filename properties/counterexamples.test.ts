import { readdirSync, readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import * as hardware from '../models/hardware/index.js'
import { catalogue } from '../models/index.js'
import {
  dynamicLock,
  mappingDatabase,
  mappingUnmapCoherency,
  tokenRing,
  tokenRingTimed,
  tokenSubRings,
} from '../models/microkernel/index.js'
import type { System } from '../src/index.js'
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

const hardwareSystems = Object.values(hardware) as unknown as readonly System[]

const HOW = 'If that is as it should be, record it again: counterexamples/README.md has the command.'

describe('recorded runs', () => {
  test.each(files)('%s', (file) => {
    const recorded = read(file)
    const system = catalogue.find((s) => s.system.name === recorded.model)
    if (system === undefined) throw new Error(`${file}: no model of the catalogue is called "${recorded.model}".`)
    const replayed = replay(recorded, system)
    if (E.isLeft(replayed)) throw new Error(`${file}: ${describeStale(replayed.left)} ${HOW}`)
    expect(formatCounterexample(recorded)).toBe(textOf(file))
  })

  test.each<[string, readonly string[]]>([
    ['dynamic-lock', [{}, { memoryModel: 'pso' }, { order: 2 }].flatMap((p) => dynamicLock(p as object).precautions)],
    ['token-ring', tokenRing({ memoryModel: 'pso' }).precautions],
    ['token-ring-timed', tokenRingTimed().precautions],
    ['token-sub-rings', tokenSubRings().precautions],
    ['mapping-database', mappingDatabase().precautions],
    ['mapping-unmap-coherency', mappingUnmapCoherency().precautions],
    ...hardwareSystems.map((system) => [system.system.name, system().precautions] as [string, readonly string[]]),
  ])('there is one for each precaution of %s', (model, precautions) => {
    const shown = files.map(read).filter((run) => run.model === model && run.without.length === 1)
    expect(new Set(shown.flatMap((run) => run.without))).toEqual(new Set(precautions))
  })

  test('there are some that never end, and one that rests on what was assumed for it', () => {
    const endless = files.map(read).filter((run) => run.loop !== null)
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
      expect(files.map(read).some((run) => run.model === model && run.without.length === 0)).toBe(true)
    },
  )
})
