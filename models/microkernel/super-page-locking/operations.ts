import { blocked, type Pick as Choose, type Precaution } from '../../../src/index.js'
import { type Design, leave, type Registers } from '../lock-cascade/design.js'
import type { Place } from '../lock-cascade/place.js'
import type { Barriers } from '../token-ring/barriers.js'
import type { HasMemory, memoryOf, Sizes } from './state.js'

interface Options<First extends string, Next extends string> {
  readonly sizes: Sizes
  readonly precaution: Precaution
  readonly design: Design
  readonly place: Place
  readonly memory: ReturnType<typeof memoryOf>
  readonly barriers: Barriers
  /** The first step of a change of granularity. */
  readonly first: First
  /** Where a processor goes when it has finished a change that it has found under way. */
  readonly goOn: (me: Registers) => Next
}

/** What is done to the array and its entries, once it is settled which locks are taken. */
export function useSubPages<First extends string, Next extends string>(options: Options<First, Next>) {
  const { sizes, precaution, design, place, memory, barriers, first, goOn } = options
  const { pages } = sizes
  const clears = precaution('clear the array before it is found')
  const takesAll = precaution('take the locks of all sub-pages before the first is changed')
  const looks = precaution('remove the array only when nothing is mapped through it')
  const freed = barriers.releasing('order everything before the memory is freed')
  const { takesCoarse, coarseLast } = design

  /** The operation is over, and it holds no lock of a sub-page. */
  const end = (me: Cpu, hasReleasedCoarse = false) => {
    me.entry = null
    me.holdsArray = false
    me.page = 0
    me.found = 'whole'
    if (me.holdsCoarse || !(design.onlyIfTaken || hasReleasedCoarse)) return 'unlock coarse'
    me.task = 'map'
    return leave(me)
  }
  /** The sub-pages are changed, and the locks are given back. */
  const giveBack = (me: Cpu, pick: Choose) => {
    if (!me.usesFine) return me.task === 'revoke' ? 'clear pointer' : end(me)
    return me.holdsCoarse && !coarseLast ? pick(['unlock fine', 'unlock coarse'] as const) : 'unlock fine'
  }
  const work = (me: Cpu) => (me.task === 'revoke' ? 'clear sub-page' : 'look at sub-page')

  return {
    'find array': (s: HasMemory, me: Cpu) => {
      me.holdsArray = memory.load(s.memory, me.id, 'array')
      if (!me.holdsArray) return me.task === 'map' ? 'get memory' : end(me)
      me.entry = me.task === 'revoke' ? 0 : me.page
      return me.usesFine ? 'lock fine' : work(me)
    },

    'get memory': (s: HasMemory, me: Cpu) => {
      const block = memory.compareExchange(s.memory, me.id, 'block', 'free', 'array', 'acquire-release')
      if (block !== 'free') return end(me)
      me.holdsArray = true
      return clears ? 'clear lock' : 'write pointer'
    },
    'clear lock': (s: HasMemory, me: Cpu) => {
      memory.store(s.memory, me.id, 'lock', me.walked, false)
      return 'clear entry' as const
    },
    'clear entry': (s: HasMemory, me: Cpu) => {
      memory.store(s.memory, me.id, 'entry', me.walked, 'nothing')
      me.walked++
      if (me.walked < pages) return 'clear lock'
      me.walked = 0
      return 'write pointer'
    },
    'write pointer': (s: HasMemory, me: Cpu) => {
      place.fine.allocate(s, me)
      me.entry = me.page
      return 'look at sub-page' as const
    },

    'lock fine': (s: HasMemory, me: Cpu, pick: Choose) => {
      me.interrupted = !design.safePointsOnly && pick.bool()
      if (me.interrupted) return 'tick: read token field'
      if (!place.fine.take(s, me)) return blocked
      if (takesCoarse[me.state] && !me.holdsCoarse) return 'lock coarse'
      if (me.task !== 'revoke' || !takesAll) return work(me)
      if (me.entry! + 1 < pages) {
        me.entry!++
        return 'lock fine'
      }
      me.entry = 0
      return 'clear sub-page'
    },
    'look at sub-page': (s: HasMemory, me: Cpu, pick: Choose) => {
      const found = memory.load(s.memory, me.id, 'entry', me.entry!)
      me.found = found === 'nothing' || found === 'mapped' ? 'whole' : 'torn'
      return (found === 'mapped') === (me.task === 'map') ? giveBack(me, pick) : 'change sub-page'
    },
    'change sub-page': (s: HasMemory, me: Cpu) => {
      memory.store(s.memory, me.id, 'entry', me.entry!, 'in between')
      return 'settle sub-page' as const
    },
    'settle sub-page': (s: HasMemory, me: Cpu, pick: Choose) => {
      memory.store(s.memory, me.id, 'entry', me.entry!, me.task === 'map' ? 'mapped' : 'nothing')
      return giveBack(me, pick)
    },
    'clear sub-page': (s: HasMemory, me: Cpu, pick: Choose) => {
      memory.store(s.memory, me.id, 'entry', me.entry!, 'nothing')
      if (me.usesFine && !takesAll) return 'unlock fine'
      if (me.entry! + 1 === pages) return giveBack(me, pick)
      me.entry!++
      return 'clear sub-page'
    },

    'unlock fine': (s: HasMemory, me: Cpu) => {
      place.fine.give(s, me)
      if (me.task === 'revoke' && takesAll && me.entry! > 0) {
        me.entry!--
        return 'unlock fine'
      }
      if (me.task === 'revoke' && !takesAll && me.entry! + 1 < pages) {
        me.entry!++
        return 'lock fine'
      }
      const begins = me.task === 'revoke' && me.state === 'fine' && me.holdsCoarse
      const next = end(me, takesCoarse[me.state] && !me.holdsCoarse)
      return begins ? first : next
    },

    'release fine locks': (s: HasMemory, me: Cpu) => {
      me.holdsArray = memory.load(s.memory, me.id, 'array')
      if (!me.holdsArray) return goOn(me)
      return looks ? 'look whether it is empty' : 'clear pointer'
    },
    'look whether it is empty': (s: HasMemory, me: Cpu) => {
      const isEmpty = memory.load(s.memory, me.id, 'entry', me.walked) === 'nothing'
      me.walked = isEmpty ? me.walked + 1 : 0
      if (isEmpty && me.walked < pages) return 'look whether it is empty'
      me.holdsArray = isEmpty
      me.walked = 0
      return isEmpty ? 'clear pointer' : goOn(me)
    },
    'clear pointer': (s: HasMemory, me: Cpu) => {
      place.fine.release(s, me)
      return 'free memory' as const
    },
    'free memory': (s: HasMemory, me: Cpu) => {
      memory.store(s.memory, me.id, 'block', 'free', freed)
      me.holdsArray = false
      return me.entry === null ? goOn(me) : end(me)
    },
  } as const
}

/** The sub-page that the processor works on, or the number after the last if it is the super page; null if it works on none. */
export function worksOn({ at, task, entry }: Pick<Cpu, 'task' | 'entry'> & { readonly at: string }, pages: number) {
  if (entry === null) return null
  if (task !== 'revoke') return WORK.has(at) ? entry : null
  return CLEARING.has(at) ? pages : null
}

const WORK = new Set(['look at sub-page', 'change sub-page', 'settle sub-page'])
const CLEARING = new Set(['clear sub-page', 'clear pointer', 'free memory'])

export interface Cpu extends Registers {
  task: 'map' | 'unmap' | 'revoke' | 'change'
  page: number
  holdsArray: boolean
  walked: number
  found: 'whole' | 'torn'
}
