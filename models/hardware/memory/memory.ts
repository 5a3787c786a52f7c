import { component, oneOf, struct, weak } from '../../../src/index.js'
import { type MemoryModel, memoryModels } from '../../../src/litmus/models.js'
import { noted } from './access.js'
import { bufferedMachine, plainMachine, type WhenFull } from './buffered.js'
import { operationsOf } from './dispatch.js'
import type { Machine } from './machine.js'
import type { Memory } from './operations.js'
import { storeBuffers } from './pso.js'
import { messageMachine } from './rc11/machine.js'
import { Messages } from './rc11/messages.js'
import type { Sequential } from './rc11/views.js'
import { type Reservations, SharedMemory } from './reservations.js'
import { describer } from './telling.js'
import { storeBuffer } from './tso.js'
import { Locations, type Variables } from './variables.js'

/** A parameter of systems: under which memory model they run. */
export const memoryModel = oneOf(...memoryModels)

export interface MemoryOptions<V extends Variables> {
  readonly model: MemoryModel
  readonly cpus: number
  /** Each starts at its type's default. */
  readonly variables: V
  /** How many stores fit into a buffer: under `tso` of a processor, under `pso` of a processor for each location. */
  readonly entries?: number
  /**
   * What a store meets for which there is no room: a bound of the model (`beyond`), as in the memory models, where buffers have
   * no end; or it waits, as on a machine with buffers of that size. By default, the bound. Where it waits under `rc11`,
   * processors do in the end without messages that are not the newest: nobody is further behind than `messages` say.
   * With `forget` nobody is either, but no store waits and nothing happens by itself: from such a store on, nobody reads the
   * oldest message of the location any more, nor puts one right behind it. These are runs of C11, among them all that there are
   * with `wait`, with the fewest states to search; but one who stays away may read what is old for ever. Under the other models
   * it is the same as `wait`.
   */
  readonly whenFull?: WhenFull
  /** Under `rc11`, how many stores to a location can be there to be read at once, the initial value included; 2 at least. */
  readonly messages?: number
  /** Under `rc11`, what can be sequentially consistent: states are smaller, and fewer, where it is not. Both, if nothing is said. */
  readonly sequential?: Sequential
  /** Gives the memory `loadLinked` and `storeConditional`, and says how a reservation can be lost. */
  readonly reservations?: Reservations
}

/** How many stores fit into a buffer unless said otherwise. */
const ENTRIES = 4

/** How many messages a location can have unless said otherwise. */
const MESSAGES = 8

const EVERYTHING: Sequential = { fences: true, accesses: true }

export function memory<const V extends Variables>(options: MemoryOptions<V>): Memory<V> {
  const locations = new Locations(options.variables)
  return memoryOn(machineOf(options, locations), locations, options)
}

/** The memory that this machine is. */
export function memoryOn<V extends Variables>(
  bare: Machine,
  locations: Locations,
  options: Pick<MemoryOptions<V>, 'variables' | 'model'>,
): Memory<V> {
  const { variables } = options
  const machine = noted(bare)
  for (const name of Object.keys(machine.state))
    if (name in variables) throw new RangeError(`memory: under ${options.model}, no variable can be called "${name}"`)
  const part = component({
    state: struct({ ...variables, ...machine.state }),
    bookkeeping: Object.keys(machine.state),
    describe: describer(locations, machine.telling),
    summary: machine.telling.summary,
  })
  const operations = operationsOf(machine, locations, variables)
  // What is on its way to memory gets there.
  const fairness = machine.behaviour.map((one) => weak(one.kind === 'action' ? one.name : one.family))
  return { ...part, behaviour: machine.behaviour, fairness, ...operations } as unknown as Memory<V>
}

function machineOf(options: MemoryOptions<Variables>, locations: Locations): Machine {
  const { model, cpus, entries = ENTRIES, whenFull = 'beyond', reservations = null } = options
  const { messages = MESSAGES, sequential = EVERYTHING } = options
  if (!(messages >= 2)) throw new RangeError(`memory: a location has 2 messages at least, not ${messages}`)
  const shared = new SharedMemory(locations, cpus, reservations)
  switch (model) {
    case 'sc':
      return plainMachine(locations, shared)
    case 'tso':
      return bufferedMachine(locations, shared, cpus, storeBuffer(locations, shared, cpus, entries, whenFull))
    case 'pso':
      return bufferedMachine(locations, shared, cpus, storeBuffers(locations, shared, cpus, entries, whenFull))
    case 'rc11':
      return messageMachine(new Messages(locations, cpus, messages, sequential, reservations), whenFull)
  }
}
