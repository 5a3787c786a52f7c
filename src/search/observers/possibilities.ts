import type { SequentialMachine } from './sequential-machine.js'

/**
 * What a sequential object may have done by now, given what has been called and returned: the operations under way, and
 * every combination of a state of the object with what each of these operations has come to. Immutable.
 */
export interface Possibilities {
  /** The processes with an operation under way, in ascending order, and their calls. */
  readonly under: readonly { readonly process: number; readonly call: number }[]
  readonly ways: readonly Way[]
}

/** One of them: the object's state, then for each operation under way its result, or NOT_YET. */
export type Way = readonly number[]

/** The operation has not taken effect. */
export const NOT_YET = -1

export function atStart(machine: SequentialMachine): Possibilities {
  return { under: [], ways: [[machine.start]] }
}

/** After the process has begun the operation; from now on it can take effect at any time. */
export function called(from: Possibilities, process: number, call: number, machine: SequentialMachine): Possibilities {
  const before = from.under.filter((u) => u.process < process).length
  const under = from.under.toSpliced(before, 0, { process, call })
  const ways = from.ways.map((way) => way.toSpliced(before + 1, 0, NOT_YET))
  return { under, ways: closure(ways, under, machine) }
}

/** After the process's operation has ended with the result; none are left if it cannot have had this one. */
export function returned(from: Possibilities, process: number, result: number): Possibilities {
  const slot = from.under.findIndex((u) => u.process === process)
  const ways = from.ways.filter((way) => way[slot + 1] === result).map((way) => way.toSpliced(slot + 1, 1))
  return { under: from.under.toSpliced(slot, 1), ways: distinct(ways) }
}

export function keyOf({ under, ways }: Possibilities): string {
  return `${under.map((u) => `${u.process}:${u.call}`).join(' ')}|${ways
    .map((way) => way.join(' '))
    .sort()
    .join('|')}`
}

/** The ways given, and all that come of them when operations under way take effect. */
function closure(ways: readonly Way[], under: Possibilities['under'], machine: SequentialMachine): Way[] {
  const found = new Map(ways.map((way) => [way.join(' '), way]))
  // A map hands out what is added to it while it is gone through.
  for (const way of found.values())
    under.forEach(({ call }, slot) => {
      if (way[slot + 1] !== NOT_YET) return
      for (const { state, result } of machine.effectsOf(way[0]!, call)) {
        const next = way.with(slot + 1, result).with(0, state)
        found.set(next.join(' '), next)
      }
    })
  return [...found.values()]
}

function distinct(ways: readonly Way[]): Way[] {
  return [...new Map(ways.map((way) => [way.join(' '), way])).values()]
}
