import { noteOf } from '../../../src/index.js'
import type { Machine } from './machine.js'
import type { Order } from './orders.js'

/** What a processor has done with a location, or a fence, for whoever describes the step. */
export type Access = { readonly cpu: number; readonly order: Order } & (
  | { readonly does: 'load' | 'load-linked'; readonly at: number; readonly value: unknown }
  | { readonly does: 'store'; readonly at: number; readonly value: unknown }
  /** A read and a store at once; what was not as expected is not replaced. */
  | { readonly does: 'replace'; readonly at: number; readonly old: unknown; readonly value: unknown }
  | { readonly does: 'compare'; readonly at: number; readonly old: unknown; readonly expected: unknown }
  | { readonly does: 'store-conditional'; readonly at: number; readonly value: unknown; readonly stored: boolean }
  | { readonly does: 'fence' }
  /** Of x86. */
  | { readonly does: 'store fence' }
)

/** Values of a location that go by other names from now on. */
export interface Renamed {
  readonly does: 'rename'
  readonly at: number
  readonly names: readonly (readonly [old: unknown, now: unknown])[]
}

/** The machine, of which each operation notes what it has done. */
export function noted(machine: Machine): Machine {
  return {
    ...machine,
    load(s, cpu, at, order) {
      const note = noteOf(s)
      const value = machine.load(s, cpu, at, order)
      if (note !== null) note({ does: 'load', cpu, at, value, order } satisfies Access)
      return value
    },
    store(s, cpu, at, value, order) {
      const note = noteOf(s)
      machine.store(s, cpu, at, value, order)
      if (note !== null) note({ does: 'store', cpu, at, value, order } satisfies Access)
    },
    exchange(s, cpu, at, value, order) {
      const note = noteOf(s)
      const old = machine.exchange(s, cpu, at, value, order)
      if (note !== null) note({ does: 'replace', cpu, at, old, value, order } satisfies Access)
      return old
    },
    compareExchange(s, cpu, at, expected, value, order) {
      const note = noteOf(s)
      const old = machine.compareExchange(s, cpu, at, expected, value, order)
      const of = { cpu, at, old, order }
      if (note !== null)
        note(
          (old === expected
            ? { does: 'replace', value, ...of }
            : { does: 'compare', expected, ...of }) satisfies Access,
        )
      return old
    },
    fetchAndAdd(s, cpu, at, amount, order) {
      const note = noteOf(s)
      const old = machine.fetchAndAdd(s, cpu, at, amount, order)
      if (note !== null) note({ does: 'replace', cpu, at, old, value: old + amount, order } satisfies Access)
      return old
    },
    loadLinked(s, cpu, at, order) {
      const note = noteOf(s)
      const value = machine.loadLinked(s, cpu, at, order)
      if (note !== null) note({ does: 'load-linked', cpu, at, value, order } satisfies Access)
      return value
    },
    storeConditional(s, cpu, at, value, order) {
      const note = noteOf(s)
      const stored = machine.storeConditional(s, cpu, at, value, order)
      if (note !== null) note({ does: 'store-conditional', cpu, at, value, stored, order } satisfies Access)
      return stored
    },
    fence(s, cpu, order) {
      const note = noteOf(s)
      machine.fence(s, cpu, order)
      if (note !== null) note({ does: 'fence', cpu, order } satisfies Access)
    },
    storeFence(s, cpu) {
      const note = noteOf(s)
      machine.storeFence(s, cpu)
      if (note !== null) note({ does: 'store fence', cpu, order: 'release' } satisfies Access)
    },
    rename(s, at, to) {
      const note = noteOf(s)
      if (note === null) {
        machine.rename(s, at, to)
        return
      }
      const names = new Map<unknown, unknown>()
      machine.rename(s, at, (value) => {
        const name = to(value)
        if (name !== value) names.set(value, name)
        return name
      })
      if (names.size > 0) note({ does: 'rename', at, names: [...names] } satisfies Renamed)
    },
  }
}
