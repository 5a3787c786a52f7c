import type { BoundAction, BoundProgram, Model } from '../../model/model.js'
import type { Property } from '../../property/property.js'
import type { StructLayout } from '../../schema/layout.js'
import { readCode } from '../../schema/pack.js'
import { combinationsOf } from '../expansion.js'
import { placeOf } from '../place.js'

/** One thing that looks at a state, by one process or for one choice of arguments. Instances are known by their numbers. */
export type Instance =
  | { readonly kind: 'step'; readonly program: BoundProgram; readonly label: number; readonly process: number }
  | { readonly kind: 'action'; readonly action: BoundAction; readonly arguments: { readonly [name: string]: unknown } }
  | { readonly kind: 'condition'; readonly name: string; readonly holds: (s: never) => boolean }
  | { readonly kind: 'step condition'; readonly name: string; readonly holds: (before: never, after: never) => boolean }

/** All instances of a model, and which of them can happen in a state. */
export class Instances {
  readonly all: readonly Instance[]
  /** Steps and actions come first, as many as this. */
  readonly behaviours: number
  /** The numbers of conditions on states: properties and the state constraint. */
  readonly conditions: readonly number[]
  readonly stepConditions: readonly number[]
  /** Asked only where nothing can happen, and therefore apart. */
  readonly mayStop: number | null
  /** Asked of every state that is reached, or null. */
  readonly constraint: number | null
  /** For each step, the number of its process; -1 for anything else. */
  readonly processOf: readonly number[]
  /** For each site of the expansion, the instance of its first process or its first combination of arguments. */
  readonly firstOf: readonly number[]
  private readonly deciding = new Map<number, boolean>()
  private readonly programs: readonly ProgramPlace[]
  private readonly actions: readonly number[]

  constructor(model: Model, layout: StructLayout) {
    const all: Instance[] = []
    const programs: ProgramPlace[] = []
    const firstOf: number[] = []
    const processOf: number[] = []
    let processes = 0
    for (const behaviour of model.behaviour) {
      if (behaviour.kind === 'program') {
        const count = behaviour.count ?? 1
        programs.push(programPlace(behaviour, layout, all.length))
        for (let label = 0; label < behaviour.labels.length; label++) {
          firstOf.push(all.length)
          for (let process = 0; process < count; process++) {
            processOf[all.length] = processes + process
            all.push({ kind: 'step', program: behaviour, label, process })
          }
        }
        processes += count
      } else {
        firstOf.push(all.length)
        for (const combination of combinationsOf(behaviour.parameters))
          all.push({ kind: 'action', action: behaviour, arguments: combination })
      }
    }
    this.programs = programs
    this.firstOf = firstOf
    this.actions = all.flatMap((instance, i) => (instance.kind === 'action' ? [i] : []))
    this.behaviours = all.length
    for (const [name, property] of Object.entries(model.properties)) {
      const instance = instanceOf(name, property)
      if (instance !== null) this.deciding.set(all.push(instance) - 1, property.kind === 'reachable')
    }
    const { mayStop, constraint } = model
    this.constraint = constraint && all.push({ kind: 'condition', name: 'the state constraint', holds: constraint }) - 1
    const numbers = (kind: Instance['kind']) => all.flatMap((instance, i) => (instance.kind === kind ? [i] : []))
    this.conditions = numbers('condition')
    this.stepConditions = numbers('step condition')
    this.mayStop = mayStop && all.push({ kind: 'condition', name: 'where the system may stop', holds: mayStop }) - 1
    this.all = all
    this.processOf = all.map((_, i) => processOf[i] ?? -1)
  }

  /** Calls back with each step and action that gets its turn in the packed state: those at their label, and all actions. */
  forEachAt(state: Uint8Array, each: (instance: number) => void): void {
    for (const { at, stride, bytes, count, labels, first } of this.programs)
      for (let process = 0; process < count; process++) {
        const label = bytes === 1 ? state[at + process * stride]! : readCode(state, at + process * stride, bytes)
        if (label < labels) each(first + label * count + process)
      }
    for (const action of this.actions) each(action)
  }

  /** The value of a condition that is a finding: false of an invariant, true of a state to be reached; null if neither is. */
  decides(instance: number): boolean | null {
    return this.deciding.get(instance) ?? null
  }

  /** Who or what an instance is, for messages. */
  nameOf(instance: number): string {
    const it = this.all[instance]!
    switch (it.kind) {
      case 'step': {
        const process = it.program.count === null ? it.program.name : `${it.program.name} ${it.process}`
        return `step "${it.program.labels[it.label]}" of ${process}`
      }
      case 'action': {
        const values = Object.entries(it.arguments).map(([name, value]) => `${name} = ${String(value)}`)
        return `action "${it.action.name}"${values.length === 0 ? '' : ` with ${values.join(', ')}`}`
      }
      default:
        return it.name
    }
  }
}

interface ProgramPlace {
  /** Where the label of the first process lies, how far it is to the next, and how many bytes it has. */
  readonly at: number
  readonly stride: number
  readonly bytes: number
  readonly count: number
  readonly labels: number
  /** The first instance: process 0 at label 0. */
  readonly first: number
}

function programPlace(program: BoundProgram, layout: StructLayout, first: number): ProgramPlace {
  const { process, offset, stride } = placeOf(layout, program)
  const label = process.fields.find((f) => f.name === 'at')!
  return {
    at: offset + label.offset,
    stride,
    bytes: label.layout.bytes,
    count: program.count ?? 1,
    labels: program.labels.length,
    first,
  }
}

function instanceOf(name: string, property: Property): Instance | null {
  const title = `property "${name}"`
  if (property.kind === 'step') return { kind: 'step condition', name: title, holds: property.holds }
  if (property.kind !== 'always' && property.kind !== 'reachable') return null
  return { kind: 'condition', name: title, holds: property.holds }
}
