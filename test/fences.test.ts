import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fenceStep, storeFencePlace } from '../models/hardware/memory/fence-step.js'
import { memory, memoryModel } from '../models/hardware/memory/memory.js'
import { array, int, type Model, minimalFences, place, struct, system, withDefault } from '../src/index.js'
import type { Outcome } from '../src/litmus/outcome.js'
import type { Instruction } from '../src/litmus/test.js'
import type { AnySystem } from '../src/model/system.js'
import { behaviourTools } from '../src/system/behaviour.js'
import { UsageFailure } from '../src/system/errors.js'
import { placesOf } from '../src/system/place.js'
import { referenceOutcomes } from './litmus-reference.js'
import { runs } from './runs.js'

/** One access of a processor, and whether a fence may stand behind it. */
interface Access {
  readonly store: boolean
  readonly loc: 'x' | 'y'
  readonly isPlace: boolean
}
type Program = readonly (readonly Access[])[]
type Fence = 'none' | 'store fence' | 'full fence'
type Strengths = { readonly [place: string]: string }

const nameOf = (cpu: number, i: number) => `behind access ${i} of P${cpu}`
const STORED = 1

/** The program with these fences, for a search that knows neither models nor places. */
function litmusOf(program: Program, strengths: Strengths) {
  const threads = program.map((accesses, cpu) =>
    accesses.flatMap(({ store, loc }, i): Instruction[] => {
      const access: Instruction = store ? { op: 'store', loc, val: STORED + cpu } : { op: 'load', loc, reg: `r${i}` }
      const fence = (strengths[nameOf(cpu, i)] ?? 'none') as Fence
      if (fence === 'none') return [access]
      return [access, { op: fence === 'full fence' ? 'mfence' : 'sfence' }]
    }),
  )
  return { name: 'random', init: { x: 0, y: 0 }, threads, exists: { and: [] } }
}

/** The same as a system that declares its places, and claims that it does not end so. */
function systemOf(program: Program, never: (registers: readonly number[]) => boolean): AnySystem {
  const places = program.flatMap((accesses, cpu) =>
    accesses.flatMap(({ isPlace }, i) => (isPlace ? [[nameOf(cpu, i), storeFencePlace] as const] : [])),
  )
  const loads = program.flatMap((accesses, cpu) =>
    accesses.flatMap(({ store }, i) => (store ? [] : [[cpu, i] as const])),
  )
  return system('random', {
    parameters: { memoryModel, ...Object.fromEntries(places) },
    components: ({ memoryModel: model }) => ({
      memory: memory({ model, cpus: program.length, variables: { x: int(0, 2), y: int(0, 2) }, entries: 3 }),
    }),
    state: () =>
      struct({
        got: array(loads.length, int(0, 2)),
        ...Object.fromEntries(program.map((_, cpu) => [`P${cpu}`, struct({})])),
      }),
    behaviour: ({ components, ...given }) =>
      program.map((accesses, cpu) => {
        const strengths = given as unknown as Strengths
        const steps = accesses.map(({ store, loc }, i) => ({
          [`access ${i}`]: (s: { memory: never; got: { set(i: number, value: number): void } }) => {
            const { memory } = components
            if (store) memory.store(s.memory, cpu, loc, STORED + cpu)
            else
              s.got.set(
                loads.findIndex(([p, n]) => p === cpu && n === i),
                memory.load(s.memory, cpu, loc),
              )
          },
          ...fenceStep(`fence ${i}`, (strengths[nameOf(cpu, i)] ?? 'none') as Fence, {
            memory: components.memory,
            cpu,
          }),
        }))
        return behaviourTools.program(`P${cpu}` as never, Object.assign({}, ...steps) as never)
      }),
    properties: ({ always }) => ({
      'never ends so': always((s) => {
        const families = s as unknown as { readonly [family: string]: { readonly at: string } }
        const ended = program.every((_, cpu) => families[`P${cpu}`]!.at === 'done')
        return !ended || !never([...s.got])
      }),
    }),
    mayStop: () => true,
  }) as unknown as AnySystem
}

/** What the loads got in an outcome, in the order of the program. */
function registersIn(program: Program, keys: readonly string[], outcome: Outcome): number[] {
  return program.flatMap((accesses, cpu) =>
    accesses.flatMap(({ store }, i) => (store ? [] : [outcome[keys.indexOf(`${cpu}:r${i}`)]!])),
  )
}

const ends = (program: Program, strengths: Strengths, model: 'sc' | 'tso' | 'pso') => {
  const { keys, outcomes } = referenceOutcomes(litmusOf(program, strengths), model)
  return new Set(outcomes.map((outcome) => registersIn(program, keys, outcome).join()))
}

function assignments(places: readonly { readonly name: string; readonly strengths: readonly string[] }[]): Strengths[] {
  return places.reduce<Strengths[]>(
    (all, { name, strengths }) => all.flatMap((one) => strengths.map((strength) => ({ ...one, [name]: strength }))),
    [{}],
  )
}

/** Accesses to one location and the other by turns: it is between these that order matters. */
const accesses = (first: 0 | 1) =>
  fc
    .array(fc.record({ store: fc.boolean(), isPlace: fc.integer({ min: 0, max: 3 }) }), { minLength: 2, maxLength: 3 })
    .map((all) =>
      all.map(
        ({ store, isPlace }, i): Access => ({
          store,
          isPlace: isPlace > 0 && i < all.length - 1,
          loc: (first + i) % 2 === 0 ? 'x' : 'y',
        }),
      ),
    )
const programs = fc.tuple(accesses(0), accesses(1))
const textOf = (all: readonly Strengths[]) => all.map((one) => JSON.stringify(one)).sort()

describe('the minimal fences', () => {
  test('of random programs are those that brute force over all assignments finds', () => {
    let sufficient = 0
    fc.assert(
      fc.property(programs, fc.constantFrom('tso', 'pso'), fc.nat(), (program, model, at) => {
        const orderly = ends(program, {}, 'sc')
        // Of what only fences can prevent.
        const odd = [...ends(program, {}, model)].filter((outcome) => !orderly.has(outcome))
        fc.pre(odd.length > 0)
        const bad = odd[at % odd.length]!
        const built = systemOf(program, (registers) => registers.join() === bad)
        const places = placesOf(built.system.parameters)
        const { minimal, checked, exceptions } = minimalFences(built, { parameters: { memoryModel: model } })
        const level = (one: Strengths, i: number) => places[i]!.strengths.indexOf(one[places[i]!.name]!)
        const isWeaker = (a: Strengths, b: Strengths) => a !== b && places.every((_, i) => level(a, i) <= level(b, i))
        const holding = assignments(places).filter((one) => !ends(program, one, model).has(bad))
        const expected = holding.filter((one) => !holding.some((other) => isWeaker(other, one)))
        expect(textOf(minimal.map(({ strengths }) => strengths))).toEqual(textOf(expected))
        expect(exceptions).toEqual([])
        for (const { strengths, verdict } of checked)
          expect(verdict).toBe(ends(program, strengths, model).has(bad) ? 'violated' : 'holds')
        sufficient += expected.length
      }),
      { numRuns: runs(25) },
    )
    // Not always was there no fence that could help.
    expect(sufficient).toBeGreaterThan(0)
  }, 60_000)
})

describe('a system with places', () => {
  const twoStores = (parameters = {}) =>
    system('two-stores', {
      parameters: { memoryModel, between: storeFencePlace, second: place('relaxed', 'release'), ...parameters },
      components: ({ memoryModel: model }) => ({
        memory: memory({ model, cpus: 2, variables: { data: int(0, 1), ready: int(0, 1) } }),
      }),
      state: () => struct({ writer: struct({}), reader: struct({ ready: int(0, 1), data: int(0, 1) }) }),
      behaviour: ({ program, components: { memory }, between, second }) => [
        program('writer', {
          write: (s) => memory.store(s.memory, 0, 'data', 1),
          ...fenceStep('fence', between, { memory, cpu: 0 }),
          publish: (s) => memory.store(s.memory, 0, 'ready', 1, second),
        }),
        program('reader', {
          look: (s, me) => {
            me.ready = memory.load(s.memory, 1, 'ready')
          },
          read: (s, me) => {
            me.data = memory.load(s.memory, 1, 'data')
          },
        }),
      ],
      properties: ({ always }) => ({
        'what is ready is there': always((s) => s.reader.at !== 'done' || s.reader.ready <= s.reader.data),
        'nothing is ever ready': always((s) => s.reader.ready === 0),
      }),
      expected: () => ({ 'nothing is ever ready': 'violated' }),
      mayStop: () => true,
    })

  test('has the weakest by default, or what its author says', () => {
    expect(twoStores()().parameters).toMatchObject({ between: 'none', second: 'relaxed' })
    const careful = twoStores({ between: withDefault(storeFencePlace, 'full fence') })
    expect(careful().parameters.between).toBe('full fence')
    expect(placesOf(careful.system.parameters).map(({ name }) => name)).toEqual(['between', 'second'])
  })

  test('tells for each alternative what comes of less', () => {
    const { minimal, assumed } = minimalFences(twoStores() as AnySystem, { parameters: { memoryModel: 'pso' } })
    expect(minimal.map(({ strengths, weaker }) => [strengths, weaker.map((w) => [w.place, w.verdict])])).toEqual([
      [{ between: 'store fence', second: 'relaxed' }, [['between', 'violated']]],
      [{ between: 'none', second: 'release' }, [['second', 'violated']]],
    ])
    expect(assumed).toBe(0)
  })

  test('keeps a place that has its strength already', () => {
    const { places, minimal } = minimalFences(twoStores() as AnySystem, {
      parameters: { memoryModel: 'pso', second: 'release' },
    })
    expect(places.map(({ name }) => name)).toEqual(['between'])
    expect(minimal.map(({ strengths }) => strengths)).toEqual([{ between: 'none' }])
  })

  test('needs nothing under tso, and cannot be given what is not there', () => {
    const { minimal } = minimalFences(twoStores() as AnySystem, { parameters: { memoryModel: 'tso' } })
    expect(minimal.map(({ strengths, weaker }) => [strengths, weaker])).toEqual([
      [{ between: 'none', second: 'relaxed' }, []],
    ])
    expect(() => minimalFences(twoStores() as AnySystem, { parameters: { second: 'strong' } })).toThrow(UsageFailure)
  })

  test('what a bound leaves open is named, and nothing is taken for sufficient', () => {
    const options = { parameters: { memoryModel: 'pso' }, bounds: { states: 8 } } as const
    const { minimal, open } = minimalFences(twoStores() as AnySystem, options)
    expect([minimal, open.map(({ strengths }) => strengths)]).toEqual([[], [{ between: 'none', second: 'relaxed' }]])
  })

  test('what is known to break under sc is not held against any of them; what is asked may be less', () => {
    const judged = (judging?: (model: Model) => Model) =>
      minimalFences(twoStores() as AnySystem, { parameters: { memoryModel: 'pso' }, ...(judging && { judging }) })
    expect(Object.keys(judged().model.properties)).toEqual(['what is ready is there'])
    const { minimal } = judged((model) => ({ ...model, properties: {} }))
    expect(minimal.map(({ strengths }) => strengths)).toEqual([{ between: 'none', second: 'relaxed' }])
  })

  test('a place has two strengths at least, each once', () => {
    expect(() => place('none')).toThrow('give at least two strengths')
    expect(() => place('none', 'none')).toThrow('a strength occurs twice')
  })
})
