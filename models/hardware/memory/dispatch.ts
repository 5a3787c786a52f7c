import { ModelFailure } from '../../../src/schema/failure.js'
import type { Machine, Renaming } from './machine.js'
import type { FenceOrder, LoadOrder, Order, StoreOrder } from './orders.js'
import type { Locations, State, Variables } from './variables.js'

/** A variable as operations find it: its first location, and how many it has if it is an array, else null. */
interface Variable {
  readonly name: string
  readonly first: number
  readonly length: number | null
}

/**
 * The operations of a machine by the names of its variables. What follows the name is an index if the variable is an
 * array, and what the operation needs otherwise.
 */
export function operationsOf(machine: Machine, locations: Locations, variables: Variables) {
  const known = new Map<string, Variable>()
  for (const [name, type] of Object.entries(variables))
    known.set(name, { name, first: locations.firstOf(name), length: type.tag === 'array' ? type.length : null })

  function find(name: string): Variable {
    return known.get(name) ?? refuse(`the memory has no variable "${name}"; it has ${[...known.keys()].join(', ')}`)
  }

  return {
    load(s: State, cpu: number, name: string, a?: unknown, b?: unknown) {
      const v = find(name)
      return v.length === null
        ? machine.load(s, cpu, v.first, (a ?? 'relaxed') as LoadOrder)
        : machine.load(s, cpu, element(v, a), (b ?? 'relaxed') as LoadOrder)
    },
    store(s: State, cpu: number, name: string, a: unknown, b?: unknown, c?: unknown) {
      const v = find(name)
      if (v.length === null) machine.store(s, cpu, v.first, a, (b ?? 'relaxed') as StoreOrder)
      else machine.store(s, cpu, element(v, a), b, (c ?? 'relaxed') as StoreOrder)
    },
    exchange(s: State, cpu: number, name: string, a: unknown, b?: unknown, c?: unknown) {
      const v = find(name)
      return v.length === null
        ? machine.exchange(s, cpu, v.first, a, (b ?? 'sequentially consistent') as Order)
        : machine.exchange(s, cpu, element(v, a), b, (c ?? 'sequentially consistent') as Order)
    },
    compareExchange(s: State, cpu: number, name: string, a: unknown, b: unknown, c?: unknown, d?: unknown) {
      const v = find(name)
      return v.length === null
        ? machine.compareExchange(s, cpu, v.first, a, b, (c ?? 'sequentially consistent') as Order)
        : machine.compareExchange(s, cpu, element(v, a), b, c, (d ?? 'sequentially consistent') as Order)
    },
    fetchAndAdd(s: State, cpu: number, name: string, a: number, b?: unknown, c?: unknown) {
      const v = find(name)
      return v.length === null
        ? machine.fetchAndAdd(s, cpu, v.first, a, (b ?? 'sequentially consistent') as Order)
        : machine.fetchAndAdd(s, cpu, element(v, a), b as number, (c ?? 'sequentially consistent') as Order)
    },
    loadLinked(s: State, cpu: number, name: string, a?: unknown, b?: unknown) {
      const v = find(name)
      return v.length === null
        ? machine.loadLinked(s, cpu, v.first, (a ?? 'relaxed') as LoadOrder)
        : machine.loadLinked(s, cpu, element(v, a), (b ?? 'relaxed') as LoadOrder)
    },
    storeConditional(s: State, cpu: number, name: string, a: unknown, b?: unknown, c?: unknown) {
      const v = find(name)
      return v.length === null
        ? machine.storeConditional(s, cpu, v.first, a, (b ?? 'relaxed') as StoreOrder)
        : machine.storeConditional(s, cpu, element(v, a), b, (c ?? 'relaxed') as StoreOrder)
    },
    fence: (s: State, cpu: number, order: FenceOrder = 'sequentially consistent') => machine.fence(s, cpu, order),
    storeFence: (s: State, cpu: number) => machine.storeFence(s, cpu),
    isSettled: (s: State) => machine.isSettled(s),
    rename(s: State, name: string, to: Renaming) {
      const { first, length } = find(name)
      for (let at = first; at < first + (length ?? 1); at++) machine.rename(s, at, to)
    },
    initialise(s: State, name: string, a: unknown, b?: unknown) {
      const v = find(name)
      if (v.length === null) machine.initialise(s, v.first, a)
      else machine.initialise(s, element(v, a), b)
    },
  }
}

function element({ name, first, length }: Variable, index: unknown): number {
  if (typeof index === 'number' && index >>> 0 === index && index < length!) return first + index
  throw new ModelFailure({ tag: 'index out of bounds', field: name, index, length: length! })
}

function refuse(message: string): never {
  throw new ModelFailure({ tag: 'misuse', message })
}
