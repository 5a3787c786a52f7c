import { array, bool, int, struct, system } from '../../../src/index.js'
import { noBarriers } from '../token-ring/barriers.js'
import { hasOneToken, tokenRingOn } from '../token-ring/ring.js'
import { changeGranularity } from './change.js'
import { designOf, type Registers } from './design.js'
import { afterFinish, enterCascade } from './enter.js'
import { blockUse, fineLocksFound, memoryOf, pointer, wordsOf } from './fine-lock-memory.js'
import { cascadeOn } from './place.js'
import { anyBeginning, cascadeRegisters, LONG_SINCE } from './state.js'
import { leaveEntry, useEntries } from './use.js'

/**
 * A lock cascade whose fine locks are in memory that is got for a change to fine and freed after a change to coarse (Uhlig 2005,
 * 4.3.3). Freed, it may become another object, and come back later with whatever is in it then.
 *
 * A processor finds the fine locks through a pointer, which it reads for each entry. Who has made the state coarse clears the
 * pointer and frees the memory there and then, without waiting for another epoch. Getting a block and freeing it is one step
 * each, and so is making another object of one, which nobody sees before. Without a free block, the granularity stays coarse.
 */
export const lockCascadeMemory = system('lock-cascade-memory', {
  summary: 'a lock cascade whose fine locks are in memory that is freed and reused',
  source: 'Uhlig 2005, 4.3.3',
  parameters: {
    cpus: int(2, 3, { default: 2 }),
    entries: int(1, 3, { default: 2 }),
    blocks: int(1, 2, { default: 2 }),
  },
  components: (setting) => {
    const { cpus, precaution } = setting
    const memory = memoryOf(setting)
    return { memory, ring: tokenRingOn(memory, { cpus, precaution, barriers: noBarriers }) }
  },
  state: ({ cpus, entries, blocks }) =>
    struct({
      block: array(blocks, blockUse),
      cpu: array(
        cpus,
        struct({
          ...cascadeRegisters({ entries }),
          changes: bool,
          usesFine: bool,
          interrupted: bool,
          /** The block in which it has found the fine locks, or makes them. */
          locks: pointer(blocks),
          /** How many fine locks it has cleared. */
          cleared: int(0, entries),
        }),
      ),
    }),
  initial: (s, setting) => {
    const { initialise } = memoryOf(setting)
    initialise(s.memory, 'state', anyBeginning(setting))
    initialise(s.memory, 'epoch', LONG_SINCE)
    initialise(s.memory, 'field', 0, true)
    initialise(s.memory, 'locks', 0)
    s.block.set(0, 'fine locks')
  },
  behaviour: (setting) => {
    const { entries, blocks, program, precaution } = setting
    const { ring, memory } = setting.components
    const clears = precaution('clear the fine locks before they are found')
    const design = designOf({ precaution })
    const place = cascadeOn({ memory, design, fine: fineLocksFound(setting) })
    const change = changeGranularity({ design, place, turnsBack: false })
    const inside = (me: Registers) => (me.entry === null ? 'next entry' : 'critical')
    const use = useEntries(design, place, entries)
    const leave = leaveEntry(design)
    const goOn = afterFinish(inside)
    const all = Array.from({ length: blocks }, (_, block) => block)
    return [
      program('cpu', {
        user: (s, me, pick) => {
          const make = s.block.some((use) => use === 'free') ? (['make another object'] as const) : []
          const remove = s.block.some((use) => use === 'another object') ? (['remove another object'] as const) : []
          const purpose = pick(['tick', 'use', 'change', ...make, ...remove] as const)
          me.changes = purpose === 'change'
          if (purpose === 'tick') return 'tick: read token field'
          if (purpose === 'change') return change.starts
          return purpose === 'use' ? 'read state' : purpose
        },
        ...ring.test('tick', { next: (me: Registers) => (me.interrupted ? 'lock fine' : 'user'), age: place.age }),
        ...enterCascade({ design, place, inside, beginChange: change.begin }),

        ...use,
        'lock fine': (s, me) => {
          me.locks = memory.load(s.memory, me.id, 'locks')
          return 'exchange fine lock'
        },
        'exchange fine lock': use['lock fine'],
        critical: (_, me, pick) => leave(me, pick),
        'unlock fine': (s, me) => {
          const next = use['unlock fine'](s, me)
          me.locks = null
          return next
        },

        ...change.steps,
        'change: allocate fine locks': (s, me) =>
          memory.load(s.memory, me.id, 'locks') === null ? 'change: get memory' : change.first,
        'change: get memory': (s, me) => {
          const block = all.find((block) => s.block.get(block) === 'free')
          if (block === undefined) return change.end(me)
          s.block.set(block, 'fine locks')
          me.locks = block
          return clears ? 'change: clear fine lock' : 'change: write pointer'
        },
        'change: clear fine lock': (s, me) => {
          memory.store(s.memory, me.id, 'word', wordsOf(me.locks!, setting)[me.cleared]!, 'free')
          me.cleared++
          if (me.cleared < entries) return 'change: clear fine lock'
          me.cleared = 0
          return 'change: write pointer'
        },
        'change: write pointer': (s, me) => {
          place.fine.allocate(s, me)
          me.locks = null
          return change.first
        },

        'release fine locks': (s, me, pick) => {
          if (!pick.bool()) return goOn(me)
          me.locks = memory.load(s.memory, me.id, 'locks')
          return 'clear pointer'
        },
        'clear pointer': (s, me) => {
          place.fine.release(s, me)
          return 'free memory'
        },
        'free memory': (s, me) => {
          s.block.set(me.locks!, 'free')
          me.locks = null
          return goOn(me)
        },

        'make another object': (s) => {
          const block = all.find((block) => s.block.get(block) === 'free')
          if (block === undefined) return 'user'
          s.block.set(block, 'another object')
          for (const word of wordsOf(block, setting)) memory.initialise(s.memory, 'word', word, 'of another')
          return 'user'
        },
        'remove another object': (s) => {
          const block = all.find((block) => s.block.get(block) === 'another object')
          if (block !== undefined) s.block.set(block, 'free')
          return 'user'
        },
      }),
    ]
  },
  properties: (setting) => {
    const { always, reachable } = setting
    const words = (block: number) => wordsOf(block, setting)
    return {
      'an entry is used by one processor at a time': always((s) =>
        s.cpu.every((c) => c.at !== 'critical' || s.cpu.count((d) => d.at === 'critical' && d.entry === c.entry) === 1),
      ),
      'nobody relies on the coarse lock alone while another uses the object': always(
        (s) => !s.cpu.some((c) => c.at === 'critical' && !c.usesFine) || s.cpu.count((c) => c.at === 'critical') === 1,
      ),
      'nobody can touch a fine lock when its memory has been freed': always((s) =>
        s.cpu.every((c) => c.locks === null || s.block.get(c.locks) === 'fine locks'),
      ),
      'who needs a fine lock finds it': always((s) =>
        s.cpu.every((c) => c.at !== 'exchange fine lock' || c.locks !== null),
      ),
      'what is found is fine locks': always(
        ({ memory: { locks, word } }) => locks === null || words(locks).every((i) => word.get(i) !== 'of another'),
      ),
      'another object keeps what has been put there': always((s) =>
        s.block.every(
          (use, b) => use !== 'another object' || words(b).every((i) => s.memory.word.get(i) === 'of another'),
        ),
      ),
      'exactly one token': always((s) => hasOneToken(s.ring.cpu, s.memory.field)),
      'nobody waits in a circle': always(
        (s) =>
          !s.cpu.some(
            (c) =>
              c.at === 'lock coarse' &&
              c.entry !== null &&
              s.cpu.some((d) => d.holdsCoarse && d.at === 'exchange fine lock' && d.entry === c.entry),
          ),
      ),
      'the coarse lock is taken exactly while somebody holds it': always(
        (s) => s.cpu.count((c) => c.holdsCoarse) === (s.memory.coarse ? 1 : 0),
      ),
      'the memory is another object': reachable(
        (s) => s.memory.state === 'coarse' && s.block.get(0) === 'another object',
      ),
      'memory of another object becomes fine locks': reachable((s) =>
        s.cpu.some(
          (c) =>
            c.at === 'change: clear fine lock' && words(c.locks!).some((i) => s.memory.word.get(i) === 'of another'),
        ),
      ),
      'a change to coarse is finished': reachable((s) =>
        s.cpu.some((c) => c.at === 'finish change' && c.state === 'to coarse'),
      ),
      'a change to fine is finished': reachable((s) =>
        s.cpu.some((c) => c.at === 'finish change' && c.state === 'to fine'),
      ),
    }
  },
})
