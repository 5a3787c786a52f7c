import { blocked, type Pick, type Precaution } from '../../../src/index.js'
import { deliverable, send, switchOff, switchOn } from '../../hardware/interrupts/interrupts.js'
import type { Permissions } from './permission.js'
import { serving, takeInterrupt } from './serving.js'
import { type Coherency, type Processor, pagesOf, type Sizes } from './state.js'

/**
 * What all ways of keeping the TLBs coherent have in common, as routines that a system spreads into the program of its
 * processors: an operation takes a permission away from the pages of one object or several, a batch, under the lock of each
 * object, and then shoots down the translations of all of them together (Uhlig 2005, 4.4 and 5.4.4). What differs is
 * when the locks are released, and what the objects keep of shoot-downs that are outstanding.
 *
 * A processor is in user mode, where it uses pages and lets interrupts in, or in the kernel with interrupts off.
 */
export interface OperationOptions<P, First> extends Sizes {
  readonly permission: Permissions
  readonly precaution: Precaution
  /** The step with which a processor begins to invalidate translations for others. */
  readonly first: First
  /** How many processors carry out operations, the first ones: all of them, if nothing is said. */
  readonly takers?: number
  /** Whether operations that are counted take all objects, or any of them in their order: all, if nothing is said. */
  readonly whole?: boolean
  /** Whom an operation has to interrupt. */
  readonly targets: (me: P) => readonly number[]
  /** How many of these interrupts are counted: all of them, if nothing is said. */
  readonly counted?: (me: P) => number
  /** Forgets what the operation had to invalidate, when it returns. */
  readonly forget: (me: P) => void
}

export function operations<P extends Processor, First extends string>(options: OperationOptions<P, First>) {
  const { permission, precaution, first, targets, forget, objects, ...sizes } = options
  const { counted = (me: P) => targets(me).length, takers = sizes.cpus, whole = true } = options
  const counts = sizes.operations > 0
  const waits = precaution('wait for the acknowledgements')
  const acknowledgesLast = precaution('acknowledge after invalidating')
  const servesWaiting = precaution('serve shoot-downs while waiting for acknowledgements')
  const { serve, invalidated, steps } = serving({ acknowledgesLast, first })

  /** The objects of which some page has lost its permission, and whose lock is free. */
  const grantable = (s: Coherency) =>
    upTo(objects).filter(
      (o) => s.object.get(o).lock === null && pagesOf(sizes, o).some((page) => !permission.isGranted(s, page)),
    )

  return {
    serve,
    invalidated,

    /**
     * User mode. Giving a permission back takes the object's lock, one store to the page table, and no shoot-down: who has
     * the old translation faults and looks again (4.4). With nothing else under the lock, it is one step. What `more` there
     * is to enter the kernel for goes to the label of that name.
     */
    user<More extends string = never>(...more: readonly More[]) {
      return (s: Coherency, me: Processor, pick: Pick) => {
        const takes = me.id < takers
        const extensions = takes && !counts && grantable(s).length > 0 ? (['extend permission'] as const) : []
        const operations = takes && (!counts || me.left > 0) ? (['take permission'] as const) : []
        const next = pick([...operations, ...extensions, ...more, ...deliverable(s.interrupts, me.id)] as const)
        if (next === 'shootdown') return takeInterrupt(s, me)
        if (next === 'extend permission') {
          const object = pick(grantable(s))
          permission.grant(s, pick(pagesOf(sizes, object).filter((page) => !permission.isGranted(s, page))))
          return 'user'
        }
        switchOff(s.interrupts, me.id)
        if (next !== 'take permission') return next
        if (counts) me.left--
        if (!counts || !whole) me.object = pick.int(0, objects - 1)
        return 'take lock'
      }
    },

    /** Waits for the object's lock, serving others meanwhile; `polls`: before it takes a lock that is free, too. */
    takeLock<Next extends string>({ serves, polls = false, next }: TakeLock<P, Next>) {
      return {
        'take lock': (s: Coherency, me: P) => {
          const object = s.object.get(me.object)
          const looks = object.lock === null ? polls : serves
          const others = looks ? serve(me, 'take lock') : null
          if (others !== null) return others
          if (object.lock !== null) return blocked
          object.lock = me.id
          return next(me)
        },
      }
    },

    /** Takes the permission from one page after the other; `changed` hears of each that had it. */
    writeEntries<S extends Coherency, Next extends string>(options: {
      readonly changed: (me: P, page: number) => void
      readonly next: (s: S, me: P, pick: Pick) => Next
    }) {
      const { changed, next } = options
      return {
        'write entry': (s: S, me: P, pick: Pick) => {
          const page = pagesOf(sizes, me.object)[me.page]!
          if (permission.take(s, page)) changed(me, page)
          me.takes.add(page)
          if (me.page + 1 < sizes.pages) {
            me.page++
            return 'write entry' as const
          }
          me.page = 0
          return next(s, me, pick)
        },
      }
    },

    releaseLock<Next extends string>(next: (me: P, pick: Pick) => Next) {
      return {
        'release lock': (s: Coherency, me: P, pick: Pick) => {
          s.object.get(me.object).lock = null
          return next(me, pick)
        },
      }
    },

    /** Goes on with one of these objects, or ends the batch and goes to `end`. */
    nextOrEnd<End extends string>(me: Processor, pick: Pick, candidates: readonly number[], end: End) {
      const inOrder = me.object + 1 < objects ? me.object + 1 : 'end'
      const next = counts && whole ? inOrder : pick(['end', ...candidates])
      me.object = next === 'end' ? 0 : next
      return next === 'end' ? end : 'take lock'
    },

    /** Where the shoot-down begins, once the processor has seen to its own translations: nobody may have to be interrupted. */
    shootDownOr: <Next extends string>(next: Next, me: P) => (targets(me).length > 0 ? 'post requests' : next),

    /** The combined shoot-down. */
    shootDown<Next extends string>(next: Next) {
      return {
        'post requests': (s: Coherency, me: P) => {
          for (const cpu of targets(me)) s.cpu.get(cpu).requests.add(me.id)
        },
        'interrupt others': (s: Coherency, me: P) => {
          for (const cpu of targets(me)) send(s.interrupts, cpu, 'shootdown')
          if (counts) me.sent += counted(me)
          return waits ? 'wait' : next
        },
        wait: (s: Coherency, me: P) => {
          if (!s.cpu.some((c) => c.requests.has(me.id))) return next
          return (servesWaiting ? serve(me, 'wait') : null) ?? blocked
        },
      } as const
    },

    /** The operation has returned; the next step is in user mode. */
    returned: {
      returned: (s: Coherency, me: P) => {
        me.takes.clear()
        forget(me)
        switchOn(s.interrupts, me.id)
        return 'user' as const
      },
    },

    handler: steps,
  }
}

interface TakeLock<P, Next> {
  readonly serves: boolean
  readonly polls?: boolean
  readonly next: (me: P) => Next
}

export function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i)
}
