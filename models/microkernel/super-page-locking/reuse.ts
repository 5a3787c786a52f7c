import type { Cpu } from './operations.js'
import type { HasMemory, memoryOf, Sizes } from './state.js'

/**
 * The memory of the array becomes another object where it is free, and is free again some time. Nobody sees that object before
 * it is made: under sequential consistency making it is one step. Elsewhere each word is a store of its own.
 */
export function reuseMemory(sizes: Sizes, memory: ReturnType<typeof memoryOf>) {
  const { pages, memoryModel } = sizes
  const isOrdered = memoryModel === 'sc'
  const become = (s: HasMemory, me: Cpu, from: Use, to: Use) =>
    memory.compareExchange(s.memory, me.id, 'block', from, to, 'acquire-release') === from
  const writeLock = (s: HasMemory, me: Cpu, page: number) => memory.store(s.memory, me.id, 'lock', page, true)
  const writeEntry = (s: HasMemory, me: Cpu, page: number) =>
    memory.store(s.memory, me.id, 'entry', page, 'of another object')

  const oneByOne = {
    'reuse memory: write lock': (s: HasMemory, me: Cpu) => {
      writeLock(s, me, me.walked)
      return 'reuse memory: write entry' as const
    },
    'reuse memory: write entry': (s: HasMemory, me: Cpu) => {
      writeEntry(s, me, me.walked)
      me.walked++
      if (me.walked < pages) return 'reuse memory: write lock'
      me.walked = 0
      return 'reuse memory: made'
    },
    'reuse memory: made': (s: HasMemory, me: Cpu) => {
      memory.store(s.memory, me.id, 'block', 'another object', 'release')
      return 'user' as const
    },
  } as const
  return {
    'reuse memory': (s: HasMemory, me: Cpu) => {
      if (s.memory.block === 'another object') {
        become(s, me, 'another object', 'free')
        return 'user'
      }
      if (!become(s, me, 'free', isOrdered ? 'another object' : 'being made')) return 'user'
      if (!isOrdered) return 'reuse memory: write lock'
      for (let page = 0; page < pages; page++) {
        writeLock(s, me, page)
        writeEntry(s, me, page)
      }
      return 'user'
    },
    ...(isOrdered ? ({} as typeof oneByOne) : oneByOne),
  } as const
}

type Use = 'free' | 'array' | 'being made' | 'another object'
