import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { dekker, peterson, seqlock, testAndSetLock } from '../../models/classics/index.js'
import { check, type MemoryModel, type MinimalAssignment, minimalFences, type Place } from '../../src/index.js'
import type { AnySystem } from '../../src/model/system.js'
import { heavy } from '../../test/heavy.js'
import { dekkerUnderPso } from './dekker-reference.js'

type Strengths = { readonly [place: string]: string }

/** A minimal assignment without the places at which the weakest stands; and after how many steps something breaks with less. */
function needed({ strengths, weaker }: MinimalAssignment, places: readonly Place[]) {
  const above = places.filter(({ name, strengths: all }) => strengths[name] !== all[0])
  const stepsAt = (place: string) => {
    const broken = weaker.find((w) => w.place === place)!.result.properties.find((p) => p.verdict === 'violated')
    return broken!.finding!.path.length - 1
  }
  return Object.fromEntries(above.map(({ name }) => [name, [strengths[name], stepsAt(name)]]))
}

function found(system: unknown, memoryModel: MemoryModel, parameters = {}) {
  const { minimal, open, exceptions, places } = minimalFences(system as AnySystem, {
    parameters: { memoryModel, ...parameters },
  })
  expect([open, exceptions]).toEqual([[], []])
  return minimal.map((one) => needed(one, places))
}

describe('Peterson', () => {
  const flag = 'after raising the flag'
  const giving = 'giving the turn'
  const turn = 'after giving the turn'

  test('needs nothing under sc', () => {
    expect(found(peterson, 'sc')).toEqual([{}])
  })

  test('needs a full fence before the test under tso, or a store that is one', () => {
    expect(found(peterson, 'tso')).toEqual([
      { [giving]: ['sequentially consistent', 8] },
      { [turn]: ['full fence', 10] },
    ])
  })

  test('needs the two stores in order too under pso', () => {
    expect(found(peterson, 'pso')).toEqual([
      { [giving]: ['sequentially consistent', 8] },
      { [flag]: ['store fence', 14], [turn]: ['full fence', 12] },
      { [giving]: ['release', 14], [turn]: ['full fence', 10] },
    ])
  })

  test('needs full fences in both places under rc11, where stores have no order of their own', () => {
    expect(found(peterson, 'rc11', { rounds: 1 })).toEqual([{ [flag]: ['full fence', 12], [turn]: ['full fence', 12] }])
  })

  test('with them it excludes for ever under rc11, and who raises the flag enters', () => {
    const safe = { [flag]: 'full fence', [turn]: 'full fence' } as const
    const { verdict, ledger } = check(peterson({ memoryModel: 'rc11', ...safe }))
    expect([verdict, ledger.coverage]).toEqual(['holds', 'exhaustive'])
  })
})

describe('Dekker', () => {
  const raised = 'after raising the flag'
  const again = 'after raising it again'
  const before = 'before the critical section'
  const turn = 'after giving the turn'

  test('needs nothing under sc', () => {
    expect(found(dekker, 'sc')).toEqual([{}])
  })

  test('needs a full fence wherever the flag is raised under tso', () => {
    expect(found(dekker, 'tso')).toEqual([{ [raised]: ['full fence', 8], [again]: ['full fence', 27] }])
  })

  test('needs the turn before the flag too under pso: else an old turn comes late, and somebody waits for ever', () => {
    expect(found(dekker, 'pso')).toEqual([
      { [raised]: ['full fence', 8], [again]: ['full fence', 28], [turn]: ['store fence', 39] },
    ])
  })

  test.each([
    ['full', 'store', { together: false, stuck: false }],
    ['full', 'none', { together: false, stuck: true }],
    ['store', 'store', { together: true }],
  ] as const)(
    'a plain enumeration agrees: %s after raising the flag, %s after giving the turn',
    (flag, after, expected) => {
      expect(dekkerUnderPso(2, flag, after)).toMatchObject(expected)
    },
  )

  // The four that Williams 2010 has, Implementing Dekker's algorithm with fences.
  test.skipIf(!heavy)(
    'needs an acquire and a release fence around the critical section under rc11',
    () => {
      expect(found(dekker, 'rc11')).toEqual([
        {
          [raised]: ['full fence', 10],
          [again]: ['full fence', 25],
          [before]: ['load fence', 31],
          [turn]: ['store fence', 31],
        },
      ])
    },
    120_000,
  )
})

describe('the sequence lock', () => {
  const odd = 'after the odd number'
  const even = 'before the even number'
  const first = 'after the first look'
  const second = 'before the second look'

  test.each(['sc', 'tso'] as const)('needs nothing under %s', (memoryModel) => {
    expect(found(seqlock, memoryModel)).toEqual([{}])
  })

  test('needs the stores of the writer in order under pso', () => {
    expect(found(seqlock, 'pso')).toEqual([{ [odd]: ['store fence', 8], [even]: ['store fence', 13] }])
  })

  // Boehm 2012, Can seqlocks get along with programming language memory models?, where two of them are orders of the accesses
  test('needs the loads of the reader in order too under rc11', () => {
    expect(found(seqlock, 'rc11')).toEqual([
      {
        [odd]: ['store fence', 9],
        [even]: ['store fence', 12],
        [first]: ['load fence', 12],
        [second]: ['load fence', 9],
      },
    ])
  }, 60_000)
})

describe('the release of a test-and-set lock', () => {
  const taking = 'taking the lock'
  const before = 'before the release'
  const release = 'the release'

  test.each(['sc', 'tso'] as const)('can be a plain store under %s', (memoryModel) => {
    expect(found(testAndSetLock, memoryModel)).toEqual([{}])
  })

  test('must come after the other stores under pso', () => {
    expect(found(testAndSetLock, 'pso')).toEqual([{ [before]: ['store fence', 9] }, { [release]: ['release', 9] }])
  })

  test('must be a release, and the exchange an acquire, under rc11', () => {
    expect(found(testAndSetLock, 'rc11')).toEqual([
      { [taking]: ['acquire', 9], [before]: ['store fence', 8] },
      { [taking]: ['acquire', 8], [release]: ['release', 8] },
    ])
  })
})

/**
 * Another enumeration, of the same algorithms written as looping programs. It counts processes in their critical sections,
 * and what is in memory at the end: 1 where an increment of two was lost.
 */
describe('another enumeration found the same', () => {
  interface Result {
    readonly max_in_cs: number
    readonly final_memory: readonly { readonly [loc: string]: number }[]
  }
  const file = new URL('../hardware/oracles/lock-programs.json', import.meta.url)
  const { programs } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly programs: readonly { readonly name: string; readonly results: { readonly [model: string]: Result } }[]
  }
  const exclusive = ({ max_in_cs }: Result) => max_in_cs === 1
  const complete = ({ final_memory }: Result) => final_memory.every(({ data }) => data === 2)
  const together = ({ final_memory }: Result) => final_memory.every(({ ox, oy }) => ox === oy)

  const cases: readonly [string, string, unknown, Strengths, (result: Result) => boolean][] = [
    ['Peterson+mfence', 'mutual exclusion', peterson, { 'after giving the turn': 'full fence' }, exclusive],
    ['Peterson+sfence', 'mutual exclusion', peterson, { 'after giving the turn': 'store fence' }, exclusive],
    [
      'Dekker+mfence',
      'mutual exclusion',
      dekker,
      { 'after raising the flag': 'full fence', 'after raising it again': 'full fence' },
      exclusive,
    ],
    ['TAS-2', 'what the last one left is seen', testAndSetLock, {}, complete],
    [
      'TAS-2+sfence-unlock',
      'what the last one left is seen',
      testAndSetLock,
      { 'before the release': 'store fence' },
      complete,
    ],
    [
      'seqlock+sfences',
      'what is used was written together',
      seqlock,
      { 'after the odd number': 'store fence', 'before the even number': 'store fence' },
      together,
    ],
  ]

  test.each(cases)('of %s', (name, property, system, strengths, isFine) => {
    const { results } = programs.find((program) => program.name === name)!
    for (const memoryModel of ['sc', 'tso', 'pso'] as const) {
      const model = (system as AnySystem).configure({ memoryModel, ...strengths })
      if (E.isLeft(model)) throw new Error(name)
      const { [property]: one } = model.right.properties
      const { verdict } = check({ ...model.right, properties: { [property]: one! }, mayStop: () => true })
      expect([memoryModel, verdict]).toEqual([memoryModel, isFine(results[memoryModel]!) ? 'holds' : 'violated'])
    }
  })
})
