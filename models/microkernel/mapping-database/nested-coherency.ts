import { blocked, int, oneOf, system } from '../../../src/index.js'
import { finds, isGone, isHeldByAWalker, shootsWithin, waitsInItsSubsystem } from './nested-claims.js'
import { type Cpu, nestedState } from './nested-state.js'
import { record, takeOver } from './outstanding.js'
import { nestings, subsystems } from './subsystems.js'

const WITHIN = 'nobody shoots for a subsystem that is not within the own'

/**
 * Unmapping through subsystems that lie in each other, with translations that are still cached (Uhlig 2005, 5.4.3 and 5.4.4). A
 * page is handed on from subsystem to subsystem, each with a split node of its own, and one shoot-down is done at the end of
 * a walk, when all locks have been released. So somebody who works in one of these subsystems may find that nothing is
 * left to be taken, while somebody who came from further out, or from further within, has still to shoot.
 *
 * A subsystem is one page of one space, which runs on a processor of its own, with the same number. These processors have the
 * TLBs and are shot at; `cpus` others unmap. After `unmap` nothing is mapped again: that would be with other nodes and another
 * split node. After `restrict` the right to write comes back, to the same nodes. How interrupts go is not told: one
 * step makes one processor forget. Epochs are known as early as they can be.
 */
export const mappingNestedCoherency = system('mapping-nested-coherency', {
  summary:
    'a page is unmapped through nested subsystems by several processors at once, while its translations are cached',
  source: 'Uhlig 2005, 5.4.3 and 5.4.4',
  parameters: {
    cpus: int(2, 3, { default: 2 }),
    nesting: oneOf(...nestings),
    operation: oneOf('unmap', 'restrict'),
    /** What goes into the record of a split node: what the walk has come upon within it, or all that it has come upon so far. */
    recorded: oneOf('what is within', 'all so far'),
  },
  state: ({ cpus, nesting }) => nestedState(cpus, subsystems(nesting).all.length),
  initial: (s) => {
    for (const page of s.page) Object.assign(page, { permitted: true, refers: true, valid: true, inList: true })
  },
  behaviour: ({ cpus, nesting, operation, recorded, program, action, precaution }) => {
    const { all, within, around } = subsystems(nesting)
    const processors = Array.from({ length: cpus }, (_, cpu) => cpu)
    const unmaps = operation === 'unmap'
    const keepsReference = unmaps && precaution('keep the page-table reference until the epoch has expired')
    const looks = precaution('look into the record of the own split node')
    const looksWithin = precaution('look into the record of each split node that is walked')
    const looksLocked = precaution('look into a record with the lock in hand')
    const records = precaution('record what is outstanding with the own split node')
    const recordsWithin = precaution('record it with each split node that is walked')
    const recordsFirst = precaution('record it before releasing the own lock')
    const recordsFirstWithin = precaution('record it before releasing the lock of a split node that is walked')
    const includesTaken = precaution('record with a split node what is taken further within')
    const includesFound = precaution('record with a split node what is found outstanding further within')
    const flushes = precaution('flush the whole TLB of those whom a record names')
    const waits = precaution('return only when the shoot-down is done')
    const tags = precaution('tag a record with the processor that shoots')

    const page = int(0, all.length - 1)
    const comeToLock = looksLocked ? 'lock' : 'look'
    const isOwn = (me: Cpu) => me.inner === me.start
    const recordsInOrder = (me: Cpu) => (isOwn(me) ? recordsFirst : recordsFirstWithin)
    const toRecord = (me: Cpu) => {
      const concerns = (of: number) => recorded === 'all so far' || within[me.inner]!.includes(of)
      const taken = [...me.taken].filter((of) => (includesTaken ? concerns(of) : of === me.inner))
      const found = [...me.found].filter((of) => includesFound && concerns(of))
      return [...taken, ...found]
    }
    const leave = (me: Cpu) => {
      if (isOwn(me)) return me.taken.isEmpty && me.found.isEmpty ? 'return' : 'shoot'
      me.inner = around[me.inner]!
      return 'go on'
    }

    return [
      program('cpu', {
        user: (_, me, pick) => {
          const start = pick(all)
          Object.assign(me, { inKernel: true, start, inner: start, last: start })
          me.doomed.assign(within[start]!)
        },
        'read entry': (s, me) => (s.page.get(me.start).refers ? comeToLock : 'return'),

        lock: (s, me) => {
          const split = s.split.get(me.last)
          if (split.holder !== null) return blocked
          split.holder = me.id
          me.inner = me.last
          return looksLocked ? 'look' : 'test'
        },
        look: (s, me) => {
          if (me.last === me.start ? looks : looksWithin) takeOver(s.split.get(me.last), me.found, me.id)
          return looksLocked ? 'test' : 'lock'
        },
        test: (s, me) => {
          const { valid, permitted } = s.page.get(me.inner)
          if (isOwn(me) && !valid) return 'unlock'
          // What has come back since the operation began is taken again.
          me.doomed.add(me.inner)
          return permitted ? 'clear entry' : 'go on'
        },
        'clear entry': (s, me) => {
          const page = s.page.get(me.inner)
          page.permitted = false
          if (unmaps && !keepsReference) page.refers = false
          me.taken.add(me.inner)
          return unmaps ? 'mark invalid' : 'go on'
        },
        'mark invalid': (s, me) => {
          const page = s.page.get(me.inner)
          page.valid = false
          for (const cpu of processors) if (s.cpu.get(cpu).inKernel) page.notQuiescent.add(cpu)
          return 'go on'
        },
        'go on': (s, me) => {
          const next = within[me.start]!.find((inner) => inner > me.last && s.page.get(inner).inList)
          if (next === undefined || around[next] !== me.inner) return recordsInOrder(me) ? 'record' : 'take out'
          me.last = next
          return comeToLock
        },

        record: (s, me) => {
          const targets = toRecord(me)
          if (targets.length > 0 && (isOwn(me) ? records : recordsWithin)) {
            record(s.split.get(me.inner), targets, me.id)
            if (!tags) me.recordedIn.add(me.inner)
          }
          return recordsInOrder(me) ? 'take out' : leave(me)
        },
        'take out': (s, me) => {
          if (unmaps && !isOwn(me)) s.page.get(me.inner).inList = false
          return 'unlock'
        },
        unlock: (s, me) => {
          s.split.get(me.inner).holder = null
          return recordsInOrder(me) ? leave(me) : 'record'
        },

        shoot: (s, me) => {
          const target = all.find((of) => me.taken.has(of) || me.found.has(of))
          if (target === undefined || !waits) return 'strike off'
          // A record tells processors, and not addresses: who goes by it has all that they have cached invalidated.
          if (flushes || me.taken.has(target)) s.page.get(target).cached = false
          me.taken.delete(target)
          me.found.delete(target)
          return 'shoot'
        },
        'strike off': (s, me) => {
          // Without any lock: where records are tagged, to advance the own epoch is a single store, and strikes off all of them.
          for (const of of all) {
            const split = s.split.get(of)
            if (tags ? split.owner === me.id : me.recordedIn.has(of)) split.outstanding.clear()
          }
        },
        return: (s, me) => {
          for (const page of s.page) page.notQuiescent.delete(me.id)
          for (const kept of [me.taken, me.found, me.recordedIn, me.doomed]) kept.clear()
          Object.assign(me, { inKernel: false, start: 0, inner: 0, last: 0 })
          return 'user'
        },
      }),
      action(
        'fetch',
        { of: page },
        {
          when: (s, { of }) => s.page.get(of).permitted && !s.page.get(of).cached,
          do: (s, { of }) => {
            s.page.get(of).cached = true
          },
        },
      ),
      unmaps
        ? action(
            'clear reference',
            { of: page },
            {
              when: (s, { of }) => {
                const { refers, valid, notQuiescent } = s.page.get(of)
                return refers && !valid && notQuiescent.isEmpty
              },
              do: (s, { of }) => {
                s.page.get(of).refers = false
              },
            },
          )
        : action(
            'permit again',
            { of: page },
            {
              when: (s, { of }) => {
                const outer = around[of] ?? null
                const isFree = (split: number) => s.split.get(split).holder === null
                if (s.page.get(of).permitted || !isFree(of)) return false
                return outer === null || (s.page.get(outer).permitted && isFree(outer))
              },
              do: (s, { of }) => {
                s.page.get(of).permitted = true
                for (const cpu of processors) s.cpu.get(cpu).doomed.delete(of)
              },
            },
          ),
    ]
  },
  expected: ({ recorded }) => ({ ...(recorded === 'all so far' && { [WITHIN]: 'violated' }) }),
  properties: ({ nesting, always, reachable }) => {
    const nested = subsystems(nesting)
    return {
      'the permission is gone everywhere when an operation returns': always((s) =>
        s.cpu.every((c) => c.at !== 'return' || isGone(s, c)),
      ),
      'nothing is left outstanding when all have returned': always(
        (s) => s.split.every(({ outstanding }) => outstanding.isEmpty) || s.cpu.some((c) => c.inKernel),
      ),
      'nobody shoots with a lock in hand': always((s) => nested.all.every((split) => isHeldByAWalker(s, split))),
      'who waits, waits for the same subsystem, one around it, or on a walk one within': always((s) =>
        s.cpu.every((c) => waitsInItsSubsystem(s, nested, c)),
      ),
      [WITHIN]: always((s) => s.cpu.every((c) => shootsWithin(nested, c))),
      'an operation finds what somebody from further out has left': reachable((s) =>
        s.cpu.some((c) => finds(s, c) === 'from further out'),
      ),
      'an operation finds what somebody from further within has left': reachable((s) =>
        s.cpu.some((c) => finds(s, c) === 'from further within'),
      ),
    }
  },
})
