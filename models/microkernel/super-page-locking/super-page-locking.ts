import { array, bool, int, struct, system } from '../../../src/index.js'
import { beginAs, cascade } from '../lock-cascade/cascade.js'
import { fitsHolders, waitInACircle } from '../lock-cascade/claims.js'
import { type Design, leave, type Registers } from '../lock-cascade/design.js'
import { afterFinish } from '../lock-cascade/enter.js'
import { everybodyGoesOn, inTheEnd } from '../lock-cascade/in-the-end.js'
import { memoryParameters, partsOf } from '../lock-cascade/memory.js'
import { anyBeginning } from '../lock-cascade/state.js'
import { barriersFor } from '../token-ring/barriers.js'
import { hasOneToken } from '../token-ring/ring.js'
import { useSubPages, worksOn } from './operations.js'
import { reuseMemory } from './reuse.js'
import { memoryOf, registers, subPageLocks, tasks } from './state.js'

/**
 * A super page of which sub-pages are mapped through an array, with a lock for the super page and one for each sub-page (Uhlig
 * 2005, 5.4.3, super-page locking): the lock cascade over the array. The locks of the sub-pages are in the array itself.
 *
 * What the source leaves open, and is decided here:
 * - An operation on a sub-page takes what locks the state asks for. To map where there is no array makes one, with the super
 *   page's lock in hand; the granularity is coarse then.
 * - An operation on the super page takes the super page's lock in any case and then, unless the granularity is coarse, the
 *   locks of all sub-pages in turn. It holds them all before it changes anything, and releases them in reverse.
 * - Taking all mappings back makes the array superfluous. If the granularity is coarse it is removed at once; if it is fine,
 *   a change to coarse is begun, and who finishes that removes the array, if nothing has been mapped there since. Either frees
 *   its memory at once: the epoch that the change has waited for is also that of the array.
 * - Who maps may ask for another granularity; here that is an operation of its own. Without an array there is nothing to ask.
 *
 * The memory of the array may become another object and come back, with whatever is in it then.
 */
export const superPageLocking = system('super-page-locking', {
  summary: 'one lock for a super page or one for each sub-page, changed at run time',
  source: 'Uhlig 2005, 5.4.3',
  parameters: {
    cpus: int(2, 4, { default: 2 }),
    pages: int(1, 3, { default: 2 }),
    ...memoryParameters,
    /** What happens in the end is judged, too. */
    liveness: bool,
  },
  components: (setting) => partsOf(setting, memoryOf),
  state: (setting) => struct({ cpu: array(setting.cpus, registers(setting)) }),
  initial: (s, setting) => {
    const memory = memoryOf(setting)
    const state = anyBeginning(setting)
    beginAs(state, s.memory, memory)
    memory.initialise(s.memory, 'array', state === 'fine')
    if (state === 'fine') memory.initialise(s.memory, 'block', 'array')
  },
  behaviour: (setting) => {
    const { pages, program, precaution } = setting
    const { memory } = setting.components
    const inside = (me: Registers) => (me.entry === null ? 'find array' : 'look at sub-page')
    const fine = (design: Design) => subPageLocks(setting, design)
    const { design, place, change, steps } = cascade({ ...setting, fine, inside })
    const { first } = change
    const goOn = afterFinish(inside)
    const barriers = barriersFor(setting)
    return [
      program('cpu', {
        user: (s, me, pick) => {
          const reuse = s.memory.block === 'array' ? [] : (['reuse memory'] as const)
          const purpose = pick(['tick', ...tasks, ...reuse] as const)
          if (purpose === 'tick') return 'tick: read token field'
          if (purpose === 'reuse memory') return purpose
          me.task = purpose
          me.changes = purpose === 'change'
          if (purpose === 'map' || purpose === 'unmap') me.page = pick.int(0, pages - 1)
          if (me.changes) return change.starts
          return purpose === 'revoke' ? 'lock coarse' : 'read state'
        },
        ...steps,
        'change: allocate fine locks': (s, me) =>
          memory.load(s.memory, me.id, 'array') ? change.first : change.end(me),
        ...useSubPages({ sizes: setting, precaution, design, place, memory, barriers, first, goOn }),
        'unlock coarse': (s, me) => {
          place.giveCoarse(s, me)
          me.holdsCoarse = false
          if (me.entry !== null) return 'unlock fine'
          me.task = 'map'
          return leave(me)
        },
        ...reuseMemory(setting, memory),
      }),
    ]
  },
  fairness: ({ liveness }) => (liveness ? everybodyGoesOn() : []),
  properties: (setting) => {
    const { pages, memoryModel, liveness, always, step, reachable } = setting
    const { isSettled } = memoryOf(setting)
    // Elsewhere the pointer may be cleared in memory before the entries are, whose stores are on their way.
    const inOrder = memoryModel === 'sc' || memoryModel === 'tso'
    return {
      'nobody works on what another works on': always((s) =>
        s.cpu.every((c) => {
          const on = worksOn(c, pages)
          const meets = (other: number | null) => other !== null && (other === on || other === pages || on === pages)
          return on === null || s.cpu.count((d) => meets(worksOn(d, pages))) === 1
        }),
      ),
      'who works on a sub-page finds it as the last one has left it': always((s) =>
        s.cpu.every((c) => c.found === 'whole'),
      ),
      'nobody can touch the array when its memory has been freed': always(
        (s) => s.memory.block === 'array' || !s.cpu.some((c) => c.holdsArray),
      ),
      'where sub-pages are locked there is an array': always((s) => s.memory.state !== 'fine' || s.memory.array),
      'what is found is an array': always((s) =>
        s.cpu.every((c) => c.at !== 'lock fine' || s.memory.entry.get(c.entry!) !== 'of another object'),
      ),
      'another object keeps what has been put there': always(
        ({ memory: { block, lock, entry } }) =>
          block !== 'another object' ||
          (lock.every((word) => word) && entry.every((word) => word === 'of another object')),
      ),
      ...(inOrder && {
        'the array is removed only when nothing is mapped through it': step(
          (before, after) =>
            !before.memory.array || after.memory.array || before.memory.entry.every((entry) => entry !== 'mapped'),
        ),
      }),
      'exactly one token': always((s) => hasOneToken(s.ring.cpu, s.memory.field, isSettled(s.memory))),
      'the lock of the super page is taken exactly while somebody holds it': always((s) =>
        fitsHolders(s.memory, s.cpu, isSettled(s.memory)),
      ),
      'nobody waits in a circle': always((s) => !waitInACircle(s.cpu)),
      ...(liveness && inTheEnd(setting)),
      ...(pages > 1 && {
        'sub-pages are worked on at the same time': reachable(
          (s) => s.cpu.count((c) => worksOn(c, pages) !== null) > 1,
        ),
      }),
      'the super page is worked on under the locks of all sub-pages': reachable((s) =>
        s.cpu.some((c) => c.at === 'clear sub-page' && c.usesFine && c.state === 'fine'),
      ),
      'an array is removed by who finishes a change': reachable((s) =>
        s.cpu.some((c) => c.at === 'free memory' && c.entry === null),
      ),
      'a change finds something mapped, and leaves the array': reachable((s) =>
        s.cpu.some((c) => c.at === 'look whether it is empty' && s.memory.entry.get(c.walked) === 'mapped'),
      ),
      'a change to fine is finished': reachable((s) =>
        s.cpu.some((c) => c.at === 'finish change' && c.state === 'to fine'),
      ),
      'the memory is another object': reachable((s) => s.memory.block === 'another object'),
    }
  },
})
