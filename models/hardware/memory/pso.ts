import { array, id, int, oneOf, queue, struct } from '../../../src/index.js'
import { behaviourTools } from '../../../src/system/behaviour.js'
import { type Buffers, full, type WhenFull } from './buffered.js'
import type { SharedMemory } from './reservations.js'
import type { Locations, State } from './variables.js'

/**
 * Partial store order: each processor has a buffer for each location, and the oldest of any of them may reach memory next.
 * A store fence keeps later stores back until all earlier ones have done so: each entry says how many such fences
 * are before it, and the processor how many there are in all. One with nothing before it is of no effect.
 */
export function storeBuffers(
  locations: Locations,
  shared: SharedMemory,
  cpus: number,
  entries: number,
  whenFull: WhenFull,
): Buffers {
  const names = locations.all.map(({ name }) => name)
  const numbers = new Map(names.map((name, at) => [name, at]))
  const noRoom = full(whenFull, `a store buffer of ${entries} entries for each location`)
  const fenced = full(whenFull, `${entries} store fences in the buffers of a processor`)
  const cpu = id('cpu', cpus)
  const at = oneOf(...names)
  const fences = int(0, entries)
  const waiting = struct(locations.map((value) => queue(struct({ value, fences }), entries)))

  /** Whether some store waits that has at least so many fences before it. */
  function waits(buffer: State, fences: number): boolean {
    for (let at = 0; at < locations.count; at++) {
      const queue = locations.get(buffer.waiting, at)
      if (!queue.isEmpty && queue.get(queue.length - 1).fences >= fences) return true
    }
    return false
  }

  /** Whether a store waits that no fence keeps back. */
  function isAnyFree(buffer: State): boolean {
    for (let at = 0; at < locations.count; at++) {
      const queue = locations.get(buffer.waiting, at)
      if (!queue.isEmpty && queue.head.fences === 0) return true
    }
    return false
  }

  /** The oldest fence has nothing before it any more. */
  function pass(buffer: State): void {
    for (let at = 0; at < locations.count; at++) for (const entry of locations.get(buffer.waiting, at)) entry.fences--
    buffer.fences--
  }

  return {
    state: { buffer: array(cpu, struct({ waiting, fences })) },
    behaviour: [
      behaviourTools.action(
        'drain',
        { cpu, at },
        {
          when: (s: State, { cpu, at }) => {
            const queue = locations.get(s.buffer.get(cpu).waiting, numbers.get(at)!)
            return !queue.isEmpty && queue.head.fences === 0
          },
          do: (s: State, { cpu, at }) => {
            const buffer = s.buffer.get(cpu)
            const queue = locations.get(buffer.waiting, numbers.get(at)!)
            shared.set(s, cpu, numbers.get(at)!, queue.head.value)
            queue.remove(0)
            while (buffer.fences > 0 && !isAnyFree(buffer)) pass(buffer)
          },
        },
      ),
    ],
    isEmpty: (s, cpu) => !waits(s.buffer.get(cpu), 0),
    newest(s, cpu, at) {
      const queue = locations.get(s.buffer.get(cpu).waiting, at)
      return queue.isEmpty ? undefined : queue.get(queue.length - 1).value
    },
    waiting: (s, cpu) =>
      locations.all.flatMap((_, at) =>
        locations
          .get(s.buffer.get(cpu).waiting, at)
          .map(({ value, fences }: State) => ({ at, value, isHeld: fences > 0 })),
      ),
    put(s, cpu, at, value) {
      const buffer = s.buffer.get(cpu)
      const queue = locations.get(buffer.waiting, at)
      if (queue.isFull) throw noRoom
      queue.push({ value, fences: buffer.fences })
    },
    rename(s, at, to) {
      for (const { waiting } of s.buffer)
        for (const entry of locations.get(waiting, at)) entry.value = to(entry.value as never)
    },
    separate(s, cpu) {
      const buffer = s.buffer.get(cpu)
      if (!waits(buffer, buffer.fences)) return
      if (buffer.fences === entries) throw fenced
      buffer.fences++
    },
  }
}
