import { array, id, oneOf, queue, struct } from '../../../src/index.js'
import { encode } from '../../../src/schema/scalar.js'
import { behaviourTools } from '../../../src/system/behaviour.js'
import { type Buffers, full, type WhenFull } from './buffered.js'
import type { SharedMemory } from './reservations.js'
import { type Locations, type State, unionOf } from './variables.js'

/**
 * Total store order (Sewell et al. 2010): each processor's stores wait in one buffer, first in, first out. The oldest
 * reaches memory in a step of its own, `drain`. As they stay in order anyway, nothing needs to separate them.
 */
export function storeBuffer(
  locations: Locations,
  shared: SharedMemory,
  cpus: number,
  entries: number,
  whenFull: WhenFull,
): Buffers {
  const names = locations.all.map(({ name }) => name)
  const numbers = new Map(names.map((name, at) => [name, at]))
  const value = unionOf(locations.all.map(({ type }) => type))
  const noRoom = full(whenFull, `a store buffer of ${entries} entries`)
  const cpu = id('cpu', cpus)
  const entry = struct({ at: oneOf(...names), value })

  return {
    state: { buffer: array(cpu, queue(entry, entries)) },
    behaviour: [
      behaviourTools.action(
        'drain',
        { cpu },
        {
          when: (s: State, { cpu }) => !s.buffer.get(cpu).isEmpty,
          do: (s: State, { cpu }) => {
            const buffer = s.buffer.get(cpu)
            const { at, value } = buffer.head
            shared.set(s, cpu, numbers.get(at)!, value)
            buffer.remove(0)
          },
        },
      ),
    ],
    isEmpty: (s, cpu) => s.buffer.get(cpu).isEmpty,
    newest(s, cpu, at) {
      const buffer = s.buffer.get(cpu)
      for (let i = buffer.length - 1; i >= 0; i--) {
        const entry = buffer.get(i)
        if (entry.at === names[at]) return entry.value
      }
      return undefined
    },
    waiting: (s, cpu) =>
      s.buffer.get(cpu).map((entry: State) => ({ at: numbers.get(entry.at)!, value: entry.value, isHeld: false })),
    put(s, cpu, at, value) {
      const buffer = s.buffer.get(cpu)
      if (buffer.isFull) throw noRoom
      // What is no value of the variable is refused here, and not when it reaches memory.
      if (encode(locations.all[at]!.type, value) < 0) locations.set(s, at, value)
      buffer.push({ at: names[at]!, value })
    },
    rename(s, at, to) {
      for (const buffer of s.buffer)
        for (const entry of buffer) if (entry.at === names[at]) entry.value = to(entry.value as never)
    },
    separate: () => {},
  }
}
