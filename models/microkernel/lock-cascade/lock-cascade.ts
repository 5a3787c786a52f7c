import { array, bool, id, int, oneOf, struct, system } from '../../../src/index.js'
import { mcsLock } from '../dynamic-lock/beneath/mcs-lock.js'
import { criticalSection, foundRegister, guardedData, isInside } from '../dynamic-lock/guarded-data.js'
import { barriersFor } from '../token-ring/barriers.js'
import { wrapping } from '../token-ring/epoch.js'
import { hasOneToken } from '../token-ring/ring.js'
import { beginAs, cascade } from './cascade.js'
import { fitsHolders, waitInACircle } from './claims.js'
import type { Design, Registers } from './design.js'
import { afterUnlocking } from './enter.js'
import { COMPLETED, everybodyGoesOn, inTheEnd } from './in-the-end.js'
import { epochsOf, memoryParameters, memoryWith, partsOf, type Setting } from './memory.js'
import { fineLocksInPlace } from './place.js'
import { coarseQueue, queueRegisters, queueVariables } from './queue.js'
import { anyBeginning, cascadeRegisters, cascadeVariables } from './state.js'
import { leaveEntry, useEntries } from './use.js'

interface CascadeSetting extends Setting {
  readonly entries: number
  readonly coarseLock: 'spin' | 'queue'
}

/** The memory with everything that processors share. */
function memoryOf(setting: CascadeSetting, fences = true) {
  const { cpus, entries, coarseLock } = setting
  const epochs = epochsOf(setting)
  const variables = cascadeVariables({ entries, epochs })
  const { coarse, ...others } = variables
  const queue = { ...others, ...queueVariables(cpus, epochs) } as unknown as typeof variables
  const locks = coarseLock === 'queue' ? queue : variables
  return memoryWith(setting, { ...locks, ...guardedData({ ...setting, parts: id('entry', entries) }) }, fences)
}

/**
 * One coarse lock over an object and a fine one for each of its entries, of which only the coarse one or only the fine ones
 * are taken; which of them can be changed at run time, and both are taken meanwhile.
 *
 * Every access to shared memory is a step of its own, in the order of the listing; a lock is taken by one exchange. It
 * differs from the listing where that fails (`lock-cascade-printed`): what a processor has taken it remembers, and gives
 * back that and nothing else. What the listing leaves out is decided here:
 * - An operation goes to any entries, one at a time, in any order. The listing goes to all of them in turn.
 * - Any processor may change the granularity. It does so with the coarse lock in hand: make sure that there are fine locks,
 *   change the state, read the global epoch, write it to LockEpoch. So who holds the coarse lock may rely on the state to
 *   stay as it is.
 * - Who comes to change it and finds a change under way finishes that if the epoch is over. If it is not he leaves or, where
 *   `turnsBack` is set, makes the state at once what it was before; this may be done since all still take those locks.
 * - The memory of the fine locks may be released when the state has become coarse, and is got again for the next change.
 */
export const lockCascade = system('lock-cascade', {
  summary: 'a coarse lock or fine ones over the same object, changed at run time',
  source: 'Uhlig 2005, 4.3.3',
  parameters: {
    cpus: int(2, 4, { default: 3 }),
    entries: int(1, 4, { default: 2 }),
    /** Whether a change that is under way can be turned back. */
    turnsBack: bool,
    /** Epoch counters without end, or of one machine word of two bits. */
    counters: oneOf('endless', 'wrapping'),
    /** The lock beneath the coarse one: all spin on one variable, or each in a queue on its own. */
    coarseLock: oneOf('spin', 'queue'),
    ...memoryParameters,
    /** What happens in the end is judged on weaker memory too, and with counters that wrap; otherwise it is in any case. */
    liveness: bool,
  },
  components: (setting) => partsOf(setting, memoryOf),
  state: (setting) => {
    const { cpus, entries, coarseLock } = setting
    return struct({
      cpu: array(
        cpus,
        struct({
          ...cascadeRegisters({ entries, epochs: epochsOf(setting) }),
          ...(coarseLock === 'queue' ? queueRegisters(cpus) : {}),
          ...foundRegister,
          /** It is here to change the granularity. */
          changes: bool,
          /** It takes the fine lock of each entry that it goes to. */
          usesFine: bool,
          /** It has gone to test for the token while it waits for a fine lock: only where nobody minds safe points. */
          interrupted: bool,
        }),
      ),
    })
  },
  initial: (s, setting) => {
    const memory = memoryOf(setting)
    beginAs(anyBeginning(setting), s.memory, memory)
    memory.initialise(s.memory, 'allocated', true)
  },
  behaviour: (setting) => {
    const { entries, memoryModel, coarseLock, program, precaution } = setting
    const { memory } = setting.components
    const inside = (me: Registers) => (me.entry === null ? 'next entry' : 'critical')
    const fine = (design: Design) => fineLocksInPlace(memory, entries, design)
    const { design, place, change, steps } = cascade({ ...setting, fine, inside })
    const barriers = barriersFor(setting)
    const taken = 'read state again'
    const queue = () => coarseQueue({ memory, barriers, precaution, taken, given: afterUnlocking })
    const coarse = coarseLock === 'queue' ? queue() : ({} as ReturnType<typeof queue>)
    const part = (me: Registers) => me.entry!
    return [
      program('cpu', {
        user: (_, me, pick) => {
          const purpose = pick(['tick', 'use', 'change'] as const)
          me.changes = purpose === 'change'
          if (purpose === 'tick') return 'tick: read token field'
          return me.changes ? change.starts : 'read state'
        },
        ...steps,
        ...coarse,
        ...useEntries(design, place, entries),
        ...criticalSection({ memoryModel, memory, part }, leaveEntry(design)),
      }),
    ]
  },
  // A word that wraps may have come round each time somebody looks at it.
  expected: (setting) => (setting.liveness && epochsOf(setting) === wrapping ? { [COMPLETED]: 'violated' } : {}),
  // A queue sees to it by itself that who waits gets the lock.
  fairness: ({ coarseLock }) =>
    coarseLock === 'queue' ? everybodyGoesOn((label) => label === 'lock fine') : everybodyGoesOn(),
  properties: (setting) => {
    const { entries, memoryModel, coarseLock, counters, liveness, always, step, reachable } = setting
    const { isSettled } = memoryOf(setting)
    return {
      'an entry is used by one processor at a time': always((s) =>
        s.cpu.every((c) => !isInside(c) || s.cpu.count((d) => isInside(d) && d.entry === c.entry) === 1),
      ),
      'nobody relies on the coarse lock alone while another uses the object': always(
        (s) => !s.cpu.some((c) => isInside(c) && !c.usesFine) || s.cpu.count(isInside) === 1,
      ),
      'the coarse lock is taken exactly while somebody holds it': always((s) =>
        coarseLock === 'queue'
          ? mcsLock.fits(
              s.memory,
              s.cpu.count((c) => c.holdsCoarse),
              isSettled(s.memory),
            )
          : fitsHolders(s.memory, s.cpu, isSettled(s.memory)),
      ),
      'nobody can touch a fine lock when its memory has been released': always(
        (s) => s.memory.allocated || !s.cpu.some((c) => c.usesFine),
      ),
      'nobody waits in a circle': always((s) => !waitInACircle(s.cpu)),
      'a lock that is disabled is not touched': step((before, after) =>
        before.cpu.every(({ at, changes }, i) => {
          const leaves = (label: string) => at === label && after.cpu.get(i).at !== label
          // Else its own buffer may know better, or it may not know of the newest state yet.
          const isFine = before.memory.state === 'fine' && memoryModel !== 'rc11' && isSettled(before.memory)
          if (leaves('lock fine')) return before.memory.state !== 'coarse'
          return !(leaves('read state') && isFine && !changes) || after.cpu.get(i).at === 'next entry'
        }),
      ),
      'exactly one token': always((s) => hasOneToken(s.ring.cpu, s.memory.field, isSettled(s.memory))),
      ...(memoryModel !== 'sc' && {
        'what the locks protect is found whole': always((s) => s.cpu.every((c) => c.found === 'whole')),
      }),
      ...((liveness || (memoryModel === 'sc' && counters === 'endless')) && inTheEnd(setting)),
      'every state is reached: coarse': reachable((s) => s.memory.state === 'coarse'),
      'every state is reached: to fine': reachable((s) => s.memory.state === 'to fine'),
      'every state is reached: fine': reachable((s) => s.memory.state === 'fine'),
      'every state is reached: to coarse': reachable((s) => s.memory.state === 'to coarse'),
      ...(entries > 1 && { 'entries are used at the same time': reachable((s) => s.cpu.count(isInside) >= 2) }),
      'both locks are held': reachable((s) => s.cpu.some((c) => isInside(c) && c.holdsCoarse && c.usesFine)),
      'a change to coarse is finished': reachable((s) =>
        s.cpu.some((c) => c.at === 'finish change' && c.state === 'to coarse'),
      ),
      'a change to fine is finished': reachable((s) =>
        s.cpu.some((c) => c.at === 'finish change' && c.state === 'to fine'),
      ),
      'the memory is released': reachable((s) => s.memory.state === 'coarse' && !s.memory.allocated),
      'somebody waits for the coarse lock and finds that it is fine': reachable((s) =>
        s.cpu.some((c) => c.at === 'read state again' && c.state === 'to fine' && s.memory.state === 'fine'),
      ),
    }
  },
})
