import { print } from '../../../src/schema/print.js'
import type { PartStep } from '../../../src/system/note.js'
import type { Access, Renamed } from './access.js'
import type { Order } from './orders.js'
import type { Locations, State } from './variables.js'

/** What a memory model has to say of a run, besides what each access does under any of them. */
export interface Telling {
  /** What the access met, and what follows from it. */
  remarks(access: Access, before: State, after: State): readonly string[]
  /** What memory has done by itself; `name` is that of the action. */
  byItself(name: string, given: { readonly [name: string]: unknown }, before: State): string
  /** What is on its way in a state, and what may still be read. */
  summary(s: State): readonly string[]
}

/** Steps in terms of what processors do with memory, and what memory does by itself. */
export function describer(locations: Locations, telling: Telling) {
  const textOf = (access: Access | Renamed, before: State, after: State, process: string | null): string => {
    if (access.does === 'rename') return renamed(access, locations)
    const remarks = telling.remarks(access, before, after)
    const who = isSame(process, access.cpu) ? '' : `cpu ${access.cpu} `
    return `${who}${deed(access, locations)}${remarks.length === 0 ? '' : ` (${remarks.join('; ')})`}`
  }
  return (before: State, after: State, step: PartStep<Access | Renamed>): string | null => {
    if (step.isOwn) return telling.byItself(step.label, step.arguments, before)
    if (step.notes.length === 0) return null
    return step.notes.map((access) => textOf(access, before, after, step.process)).join('; ')
  }
}

function renamed({ at, names }: Renamed, locations: Locations): string {
  const is = (value: unknown) => valueText(locations, at, value)
  const pairs = names.map(([old, now]) => `${is(old)} is called ${is(now)}`)
  return `in ${locations.all[at]!.name}, ${pairs.join(', ')} from now on`
}

/** Whether the process is called by the number of its processor: `cpu 1`, `P1`. */
function isSame(process: string | null, cpu: number): boolean {
  return process?.match(/\d+$/)?.[0] === String(cpu)
}

const FENCES = {
  relaxed: 'a relaxed',
  acquire: 'an acquire',
  release: 'a release',
  'acquire-release': 'an acquire and release',
  'sequentially consistent': 'a full',
} as const satisfies { readonly [order in Order]: string }

function deed(access: Access, locations: Locations): string {
  if (access.does === 'store fence') return 'passes a store fence'
  if (access.does === 'fence') return `passes ${FENCES[access.order]} fence`
  const { name } = locations.all[access.at]!
  const is = (value: unknown) => valueText(locations, access.at, value)
  switch (access.does) {
    case 'load':
      return `reads ${name} = ${is(access.value)}`
    case 'load-linked':
      return `reads ${name} = ${is(access.value)}, and reserves it`
    case 'store':
      return `stores ${name} = ${is(access.value)}`
    case 'replace':
      return `reads ${name} = ${is(access.old)} and stores ${is(access.value)} at once`
    case 'compare':
      return `reads ${name} = ${is(access.old)}, not ${is(access.expected)}: stores nothing`
    case 'store-conditional':
      return access.stored
        ? `stores ${name} = ${is(access.value)}, which it has reserved`
        : `has lost ${name}: stores nothing`
  }
}

/** A value as the variable's type would have it. */
export function valueText(locations: Locations, at: number, value: unknown): string {
  return print(locations.all[at]!.type, value)
}

/** `turn = 1`. */
export function contentText(locations: Locations, at: number, value: unknown): string {
  return `${locations.all[at]!.name} = ${valueText(locations, at, value)}`
}
