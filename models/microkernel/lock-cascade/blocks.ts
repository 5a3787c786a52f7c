import type { Pick } from '../../../src/index.js'
import type { Barriers } from '../token-ring/barriers.js'
import type { Registers } from './design.js'
import { type Blocks, type Finder, type HasMemory, type memoryOf, wordsOf } from './fine-lock-memory.js'
import type { Place } from './place.js'

interface Memory {
  readonly setting: Blocks
  readonly memory: ReturnType<typeof memoryOf>
}

interface Change<First extends string, End extends string, Next extends string> extends Memory {
  readonly place: Place
  readonly barriers: Barriers
  /** Whether the fine locks are cleared before they are found. */
  readonly clears: boolean
  /** Where a change goes on when there are fine locks, and where it ends if there is no memory for them. */
  readonly first: First
  readonly end: (me: Registers) => End
  /** Where a processor goes that has finished a change. */
  readonly goOn: (me: Registers) => Next
}

/** The memory of the fine locks is got for a change to fine, and freed after a change to coarse. */
export function fineLocksComeAndGo<First extends string, End extends string, Next extends string>(
  change: Change<First, End, Next>,
) {
  const { setting, memory, place, barriers, clears, first, end, goOn } = change
  const freed = barriers.releasing('order everything before the memory is freed')
  return {
    'change: allocate fine locks': (s: HasMemory, me: Cpu) =>
      memory.load(s.memory, me.id, 'locks') === null ? 'change: get memory' : first,
    'change: get memory': (s: HasMemory, me: Cpu) => {
      const block = blockWith('free', s)
      if (block === null || !become(s, me, memory, block, 'free', 'fine locks')) return end(me)
      me.locks = block
      return clears ? 'change: clear fine lock' : 'change: write pointer'
    },
    'change: clear fine lock': (s: HasMemory, me: Cpu) => {
      memory.store(s.memory, me.id, 'word', wordsOf(me.locks!, setting)[me.written]!, 'free')
      return onceForEach(me, setting, 'change: clear fine lock', 'change: write pointer')
    },
    'change: write pointer': (s: HasMemory, me: Cpu) => {
      place.fine.allocate(s, me)
      me.locks = null
      return first
    },

    'release fine locks': (s: HasMemory, me: Cpu, pick: Pick) => {
      if (!pick.bool()) return goOn(me)
      me.locks = memory.load(s.memory, me.id, 'locks')
      return 'clear pointer'
    },
    'clear pointer': (s: HasMemory, me: Cpu) => {
      place.fine.release(s, me)
      return 'free memory' as const
    },
    'free memory': (s: HasMemory, me: Cpu) => {
      memory.store(s.memory, me.id, 'block', me.locks!, 'free', freed)
      me.locks = null
      return goOn(me)
    },
  } as const
}

/**
 * A free block becomes another object, and is free again some time. Nobody sees that object before it is made: under sequential
 * consistency making it is one step. Elsewhere each word is a store of its own.
 */
export function anotherObjectComesAndGoes({ setting, memory }: Memory) {
  const isOrdered = setting.memoryModel === 'sc'
  const oneByOne = {
    'make another object: write word': (s: HasMemory, me: Cpu) => {
      memory.store(s.memory, me.id, 'word', wordsOf(me.makes!, setting)[me.written]!, 'of another')
      return onceForEach(me, setting, 'make another object: write word', 'make another object: made')
    },
    'make another object: made': (s: HasMemory, me: Cpu) => {
      memory.store(s.memory, me.id, 'block', me.makes!, 'another object', 'release')
      me.makes = null
      return 'user' as const
    },
  } as const
  return {
    'make another object': (s: HasMemory, me: Cpu) => {
      const block = blockWith('free', s)
      if (block === null || !become(s, me, memory, block, 'free', isOrdered ? 'another object' : 'being made'))
        return 'user' as const
      if (!isOrdered) {
        me.makes = block
        return 'make another object: write word'
      }
      for (const word of wordsOf(block, setting)) memory.store(s.memory, me.id, 'word', word, 'of another')
      return 'user' as const
    },
    ...(isOrdered ? ({} as typeof oneByOne) : oneByOne),
    'remove another object': (s: HasMemory, me: Cpu) => {
      const block = blockWith('another object', s)
      if (block !== null) become(s, me, memory, block, 'another object', 'free')
      return 'user' as const
    },
  } as const
}

type Use = 'free' | 'fine locks' | 'being made' | 'another object'

/** A block that is used so; null if there is none. */
export function blockWith(use: Use, { memory: { block } }: HasMemory): number | null {
  const found = block.indexOf(use)
  return found < 0 ? null : found
}

/** Takes a block from one use to another, unless somebody has been faster. */
function become(s: HasMemory, me: Cpu, memory: Memory['memory'], block: number, from: Use, to: Use): boolean {
  return memory.compareExchange(s.memory, me.id, 'block', block, from, to, 'acquire-release') === from
}

/** The next word of the block, or on to what comes after the last. */
function onceForEach<Again extends string, Next extends string>(
  me: Cpu,
  { entries }: Blocks,
  again: Again,
  next: Next,
): Again | Next {
  me.written++
  if (me.written < entries) return again
  me.written = 0
  return next
}

interface Cpu extends Registers, Finder {
  /** How many words of a block it has written. */
  written: number
  /** The block that it makes another object of. */
  makes: number | null
}
