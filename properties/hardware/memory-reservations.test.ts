import { describe, expect, it } from 'vitest'
import { memory } from '../../models/hardware/memory/memory.js'
import { array, bool, check, int, struct, system } from '../../src/index.js'
import { type MemoryModel, memoryModels } from '../../src/litmus/models.js'

type Lost = 'lost to stores' | 'lost at any time'

const counter = { count: int(0, 3) }
const counterMemory = (model: MemoryModel, cpus: number, reservations: Lost) =>
  memory({ model, cpus, variables: counter, reservations, messages: 6, sequential: { fences: false, accesses: false } })

/** Each processor adds one to a counter by load-linked and store-conditional, and tries again when that fails. */
function counting(model: MemoryModel, cpus: number, reservations: Lost) {
  return system('counting', {
    components: () => ({ memory: counterMemory(model, cpus, reservations) }),
    state: () => struct({ cpu: array(cpus, struct({ seen: int(0, 3), again: bool })) }),
    behaviour: ({ program, components: { memory } }) => [
      program('cpu', {
        load: (s, me) => {
          me.seen = memory.loadLinked(s.memory, me.id, 'count')
        },
        store: (s, me) => {
          me.again = !memory.storeConditional(s.memory, me.id, 'count', me.seen + 1)
          return me.again ? 'load' : 'done'
        },
      }),
    ],
    properties: ({ always, reachable }) => ({
      'no addition is lost': always((s) => !s.cpu.every((c) => c.at === 'done') || s.memory.count === cpus),
      'one fails': reachable((s) => s.cpu.some((c) => c.again)),
    }),
  })()
}

describe.each(memoryModels)('under %s', (model) => {
  it.each(['lost to stores', 'lost at any time'] as const)('no addition is lost, reservations %s', (reservations) => {
    const { properties } = check(counting(model, 3, reservations))
    expect(properties.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['no addition is lost', 'holds'],
      ['one fails', 'holds'],
      ['no deadlock', 'holds'],
    ])
  })

  it('one alone fails only where reservations are lost at any time', () => {
    const fails = (reservations: Lost) => check(counting(model, 1, reservations)).properties[1]!.verdict
    expect([fails('lost to stores'), fails('lost at any time')]).toEqual(['violated', 'holds'])
  })
})

const steps = ['load', 'other stores', 'other stores the same', 'other stores elsewhere', 'other fails', 'own'] as const

/** What comes between the load and the store, each as a step of processor 0 or 1; then how the store can end. */
function endings(model: MemoryModel, between: (typeof steps)[number][]): boolean[] {
  const run = system('between', {
    components: () => ({
      memory: memory({ model, cpus: 2, variables: { x: int(0, 2), y: int(0, 2) }, reservations: 'lost to stores' }),
    }),
    state: () => struct({ one: struct({ succeeded: bool }) }),
    behaviour: ({ program, components: { memory } }) => {
      const does = {
        load: (s: never, cpu = 0) => void memory.loadLinked((s as State).memory, cpu, 'x'),
        'other stores': (s: never) => void memory.exchange((s as State).memory, 1, 'x', 1),
        'other stores the same': (s: never) => void memory.exchange((s as State).memory, 1, 'x', 0),
        'other stores elsewhere': (s: never) => void memory.exchange((s as State).memory, 1, 'y', 1),
        'other fails': (s: never) => void memory.compareExchange((s as State).memory, 1, 'x', 2, 1),
        own: (s: never) => void memory.store((s as State).memory, 0, 'y', 1),
      }
      const numbered = between.map((name, i) => [`${i}: ${name}`, (s: never) => does[name](s)] as const)
      return [
        program('one', {
          'load linked': (s) => void memory.loadLinked(s.memory, 0, 'x'),
          ...Object.fromEntries(numbered),
          'store conditional': (s, me) => {
            me.succeeded = memory.storeConditional(s.memory, 0, 'x', 2)
          },
        }),
      ]
    },
    properties: ({ reachable }) => ({
      false: reachable((s) => s.one.at === 'done' && !s.one.succeeded),
      true: reachable((s) => s.one.at === 'done' && s.one.succeeded),
    }),
  })()
  const { properties } = check(run, { keepGoing: true })
  return [false, true].filter((ending) => properties.find((p) => p.name === String(ending))!.verdict === 'holds')
}

// biome-ignore lint/suspicious/noExplicitAny: the state of a system that is made step by step
type State = any

describe('a reservation', () => {
  it.each([
    [[], [true]],
    [['other stores elsewhere'], [true]],
    [['other fails'], [true]],
    [['own'], [true]],
    [['load'], [true]],
    [['other stores'], [false]],
    [['other stores the same'], [false]],
    [['other stores', 'load'], [true]],
  ] as const)('with %j after it: the store can end with %j', (between, expected) => {
    for (const model of ['sc', 'tso', 'pso'] as const) expect(endings(model, [...between])).toEqual(expected)
    // There a load may still read what was there before.
    const rereads = between.length === 2
    expect(endings('rc11', [...between])).toEqual(rereads ? [false, true] : expected)
  })

  it('is not lost to a store that is still in the buffer of the other', () => {
    const stores = system('buffered', {
      components: () => ({
        memory: memory({ model: 'tso', cpus: 2, variables: { x: int(0, 2) }, reservations: 'lost to stores' }),
      }),
      state: () => struct({ one: struct({ succeeded: bool }) }),
      behaviour: ({ program, components: { memory } }) => [
        program('one', {
          'load linked': (s) => void memory.loadLinked(s.memory, 0, 'x'),
          'the other stores': (s) => memory.store(s.memory, 1, 'x', 1),
          'store conditional': (s, me) => {
            me.succeeded = memory.storeConditional(s.memory, 0, 'x', 2)
          },
        }),
      ],
      properties: ({ reachable }) => ({
        'succeeds before': reachable((s) => s.one.succeeded),
        'fails after': reachable((s) => s.one.at === 'done' && !s.one.succeeded),
      }),
    })()
    expect(check(stores).properties.map((p) => p.verdict)).toEqual(['holds', 'holds', 'holds'])
  })

  it('must be asked for', () => {
    const without = system('without', {
      components: () => ({ memory: memory({ model: 'sc', cpus: 1, variables: counter }) }),
      state: () => struct({ one: struct({}) }),
      behaviour: ({ program, components: { memory } }) => [
        program('one', { load: (s) => void memory.loadLinked(s.memory, 0, 'count') }),
      ],
    })()
    const { verdict, properties } = check(without)
    expect(verdict).toBe('violated')
    expect(JSON.stringify(properties)).toContain('the memory keeps no reservations')
  })
})
