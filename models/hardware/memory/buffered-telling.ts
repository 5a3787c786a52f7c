import type { Access } from './access.js'
import type { Buffers } from './buffered.js'
import { contentText, type Telling, valueText } from './telling.js'
import type { Locations, State } from './variables.js'

/** What store buffers have to say: what waits in them, and who does not see it yet. */
export function bufferedTelling(locations: Locations, cpus: number, buffers: Buffers): Telling {
  const processors = Array.from({ length: cpus }, (_, cpu) => cpu)

  /** What was read, or what else is there that the processor does not see. */
  function whence(s: State, cpu: number, at: number, value: unknown): string[] {
    if (buffers.newest(s, cpu, at) !== undefined) return ['from its own buffer']
    return processors.flatMap((other) => {
      const newer = other === cpu ? undefined : buffers.newest(s, other, at)
      if (newer === undefined || newer === value) return []
      return [`${valueText(locations, at, newer)} is still in the buffer of cpu ${other}`]
    })
  }

  return {
    remarks(access: Access, before: State, after: State) {
      const { does, cpu } = access
      if (does === 'load' || does === 'load-linked') return whence(before, cpu, access.at, access.value)
      if (does !== 'store') return []
      const own = buffers.waiting(after, cpu).findLast(({ at }) => at === access.at)
      return own === undefined ? [] : [own.isHeld ? 'in its buffer, behind a store fence' : 'in its buffer']
    },
    byItself(_name, { cpu, at: name }, before) {
      const waiting = buffers.waiting(before, cpu as number)
      const { at, value } = waiting.find(({ at }) => name === undefined || locations.all[at]!.name === name)!
      return `${contentText(locations, at, value)} of cpu ${cpu} reaches memory`
    },
    summary: (s) =>
      processors.flatMap((cpu) => {
        const waiting = buffers.waiting(s, cpu).map(({ at, value }) => contentText(locations, at, value))
        return waiting.length === 0 ? [] : [`in the buffer of cpu ${cpu}: ${waiting.join(', ')}`]
      }),
  }
}
