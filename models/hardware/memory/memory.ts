import { component, oneOf, struct } from '../../../src/index.js'
import { type MemoryModel, memoryModels } from '../../../src/litmus/models.js'
import { bufferedMachine, plainMachine } from './buffered.js'
import { operationsOf } from './dispatch.js'
import type { Machine } from './machine.js'
import type { Memory } from './operations.js'
import { storeBuffers } from './pso.js'
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
}

/** How many stores fit into a buffer unless said otherwise. */
const ENTRIES = 4

export function memory<const V extends Variables>(options: MemoryOptions<V>): Memory<V> {
  const { variables } = options
  const locations = new Locations(variables)
  const machine = machineOf(options, locations)
  for (const name of Object.keys(machine.state))
    if (name in variables) throw new RangeError(`memory: under ${options.model}, no variable can be called "${name}"`)
  const part = component({ state: struct({ ...variables, ...machine.state }) })
  const operations = operationsOf(machine, locations, variables)
  return { ...part, behaviour: machine.behaviour, ...operations } as unknown as Memory<V>
}

function machineOf({ model, cpus, entries = ENTRIES }: MemoryOptions<Variables>, locations: Locations): Machine {
  switch (model) {
    case 'sc':
      return plainMachine(locations)
    case 'tso':
      return bufferedMachine(locations, cpus, storeBuffer(locations, cpus, entries))
    case 'pso':
      return bufferedMachine(locations, cpus, storeBuffers(locations, cpus, entries))
  }
}
