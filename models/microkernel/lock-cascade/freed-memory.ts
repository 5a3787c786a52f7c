import { array, bool, int, struct, system } from '../../../src/index.js'
import { criticalSection, foundRegister, isInside } from '../dynamic-lock/guarded-data.js'
import { barriersFor } from '../token-ring/barriers.js'
import { hasOneToken } from '../token-ring/ring.js'
import { anotherObjectComesAndGoes, blockWith, fineLocksComeAndGo } from './blocks.js'
import { beginAs, cascade } from './cascade.js'
import { fitsHolders, waitInACircle } from './claims.js'
import type { Design, Registers } from './design.js'
import { afterFinish } from './enter.js'
import { fineLocksFound, memoryOf, pointer, wordsOf } from './fine-lock-memory.js'
import { everybodyGoesOn, inTheEnd } from './in-the-end.js'
import { epochsOf, memoryParameters, partsOf } from './memory.js'
import { anyBeginning, cascadeRegisters } from './state.js'
import { leaveEntry, useEntries } from './use.js'

/**
 * A lock cascade whose fine locks are in memory that is got for a change to fine and freed after a change to coarse (Uhlig 2005,
 * 4.3.3). Freed, it may become another object, and come back later with whatever is in it then.
 *
 * A processor finds the fine locks through a pointer, which it reads for each entry. Who has made the state coarse clears the
 * pointer and frees the memory there and then, without waiting for another epoch. Getting a block and freeing it is one access
 * to memory each. Without a free block, the granularity stays coarse.
 */
export const lockCascadeMemory = system('lock-cascade-memory', {
  summary: 'a lock cascade whose fine locks are in memory that is freed and reused',
  source: 'Uhlig 2005, 4.3.3',
  parameters: {
    cpus: int(2, 3, { default: 2 }),
    entries: int(1, 3, { default: 2 }),
    blocks: int(1, 2, { default: 2 }),
    ...memoryParameters,
    /** What happens in the end is judged, too. */
    liveness: bool,
  },
  components: (setting) => partsOf(setting, memoryOf),
  state: (setting) => {
    const { cpus, entries, blocks } = setting
    return struct({
      cpu: array(
        cpus,
        struct({
          ...cascadeRegisters({ entries, epochs: epochsOf(setting) }),
          ...foundRegister,
          changes: bool,
          usesFine: bool,
          interrupted: bool,
          /** The block in which it has found the fine locks, or makes them; and the one that it makes another object of. */
          locks: pointer(blocks),
          makes: pointer(blocks),
          /** How many words of a block it has written. */
          written: int(0, entries),
        }),
      ),
    })
  },
  initial: (s, setting) => {
    const memory = memoryOf(setting)
    beginAs(anyBeginning(setting), s.memory, memory)
    memory.initialise(s.memory, 'locks', 0)
    memory.initialise(s.memory, 'block', 0, 'fine locks')
  },
  behaviour: (setting) => {
    const { entries, memoryModel, program, precaution, components } = setting
    const { memory } = components
    const clears = precaution('clear the fine locks before they are found')
    const inside = (me: Registers) => (me.entry === null ? 'next entry' : 'critical')
    const fine = (design: Design) => fineLocksFound(setting, design)
    const { design, place, change, steps } = cascade({ ...setting, fine, inside })
    const { first, end } = change
    const barriers = barriersFor(setting)
    const goOn = afterFinish(inside)
    const use = useEntries(design, place, entries)
    const part = (me: Registers) => me.entry!
    return [
      program('cpu', {
        user: (s, me, pick) => {
          const make = blockWith('free', s) === null ? [] : (['make another object'] as const)
          const remove = blockWith('another object', s) === null ? [] : (['remove another object'] as const)
          const purpose = pick(['tick', 'use', 'change', ...make, ...remove] as const)
          me.changes = purpose === 'change'
          if (purpose === 'tick') return 'tick: read token field'
          if (purpose === 'change') return change.starts
          return purpose === 'use' ? 'read state' : purpose
        },
        ...steps,

        ...use,
        'lock fine': (s, me) => {
          me.locks = memory.load(s.memory, me.id, 'locks')
          return 'exchange fine lock'
        },
        'exchange fine lock': use['lock fine'],
        ...criticalSection({ memoryModel, memory, part }, leaveEntry(design)),
        'unlock fine': (s, me) => {
          const next = use['unlock fine'](s, me)
          me.locks = null
          return next
        },

        ...fineLocksComeAndGo({ setting, memory, place, barriers, clears, first, end, goOn }),
        ...anotherObjectComesAndGoes({ setting, memory }),
      }),
    ]
  },
  fairness: ({ liveness }) => (liveness ? everybodyGoesOn() : []),
  properties: (setting) => {
    const { memoryModel, liveness, always, reachable } = setting
    const { isSettled } = memoryOf(setting)
    const words = (block: number) => wordsOf(block, setting)
    return {
      'an entry is used by one processor at a time': always((s) =>
        s.cpu.every((c) => !isInside(c) || s.cpu.count((d) => isInside(d) && d.entry === c.entry) === 1),
      ),
      'nobody relies on the coarse lock alone while another uses the object': always(
        (s) => !s.cpu.some((c) => isInside(c) && !c.usesFine) || s.cpu.count(isInside) === 1,
      ),
      'nobody can touch a fine lock when its memory has been freed': always((s) =>
        s.cpu.every((c) => c.locks === null || s.memory.block.get(c.locks) === 'fine locks'),
      ),
      'who needs a fine lock finds it': always((s) =>
        s.cpu.every((c) => c.at !== 'exchange fine lock' || c.locks !== null),
      ),
      'what is found is fine locks': always((s) =>
        s.cpu.every(
          (c) =>
            c.at !== 'exchange fine lock' ||
            c.locks === null ||
            s.memory.word.get(words(c.locks)[c.entry!]!) !== 'of another',
        ),
      ),
      'another object keeps what has been put there': always((s) =>
        s.memory.block.every(
          (use, b) => use !== 'another object' || words(b).every((i) => s.memory.word.get(i) === 'of another'),
        ),
      ),
      'exactly one token': always((s) => hasOneToken(s.ring.cpu, s.memory.field, isSettled(s.memory))),
      'nobody waits in a circle': always((s) => !waitInACircle(s.cpu, 'exchange fine lock')),
      'the coarse lock is taken exactly while somebody holds it': always((s) =>
        fitsHolders(s.memory, s.cpu, isSettled(s.memory)),
      ),
      ...(memoryModel !== 'sc' && {
        'what the locks protect is found whole': always((s) => s.cpu.every((c) => c.found === 'whole')),
      }),
      ...(liveness && inTheEnd(setting)),
      'the memory is another object': reachable(
        (s) => s.memory.state === 'coarse' && s.memory.block.get(0) === 'another object',
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
