import { blocked, oneOf, type Pick } from '../../../src/index.js'
import { endless } from '../token-ring/epoch.js'
import { type CoarseRegisters, changeFrom, type HasCoarse, isChanging } from './state.js'

/**
 * What a processor holds when it begins a change, which neither listing of Uhlig 2005, 4.3.3 shows:
 * - `coarse lock`: the coarse lock, whatever the state is.
 * - `inside`: what it holds anyway, being in the critical section; in state Fine that is a fine lock or nothing. The text
 *   says elsewhere (5.4.3) that it is an operation on the object that asks for another granularity.
 * - `plain stores`: nothing. It stores the new state, then LockEpoch.
 * - `one exchange`: nothing, but state and LockEpoch are in one word and changed by one compare-and-exchange.
 */
export const start = oneOf('coarse lock', 'inside', 'plain stores', 'one exchange')
export type Start = 'coarse lock' | 'inside' | 'plain stores' | 'one exchange'

/**
 * When the last line gives the coarse lock back. As printed that is always; the other two are repairs: if it was taken, and
 * if a test like that before the acquisition says so.
 */
export const release = oneOf('as printed', 'if taken', 'if not fine')
export type Release = 'as printed' | 'if taken' | 'if not fine'

/** Begins a change, and goes on to `then`. `allocate` makes sure that there are fine locks, where there are any. */
export function beginByReading<Then extends string, S extends HasCoarse>(
  start: Start,
  then: Then,
  allocate?: (s: S) => void,
) {
  const leave = start === 'coarse lock' ? 'change: unlock coarse' : then
  const next = start === 'one exchange' ? 'change: read epoch' : 'change: change state'
  return {
    'change: lock coarse': (s: HasCoarse, me: CoarseRegisters) => {
      if (s.cascade.coarse) return blocked
      s.cascade.coarse = true
      me.holdsCoarse = true
      return 'change: read state' as const
    },
    'change: read state': (s: HasCoarse, me: CoarseRegisters) => {
      me.state = s.cascade.state
      if (me.state === 'coarse' && allocate !== undefined) return 'change: allocate fine locks'
      if (!isChanging(me.state)) return next
      me.state = 'coarse'
      return leave
    },
    'change: allocate fine locks': (s: S) => {
      allocate?.(s)
      return next
    },
    'change: change state': (s: HasCoarse, me: CoarseRegisters) => {
      s.cascade.state = changeFrom(me.state)
      me.state = 'coarse'
      return 'change: read epoch' as const
    },
    'change: read epoch': (s: HasCoarse, me: CoarseRegisters) => {
      me.epoch = s.ring.epoch
      return start === 'one exchange' ? 'change: exchange state and LockEpoch' : 'change: write LockEpoch'
    },
    'change: write LockEpoch': (s: HasCoarse, me: CoarseRegisters) => {
      s.cascade.lockEpoch = me.epoch
      me.epoch = 0
      return leave
    },
    'change: exchange state and LockEpoch': (s: HasCoarse, me: CoarseRegisters) => {
      if (s.cascade.state === me.state) {
        s.cascade.state = changeFrom(me.state)
        s.cascade.lockEpoch = me.epoch
      }
      me.state = 'coarse'
      me.epoch = 0
      return leave
    },
    'change: unlock coarse': (s: HasCoarse, me: CoarseRegisters) => {
      s.cascade.coarse = false
      me.holdsCoarse = false
      return then
    },
  }
}

/** What a processor in user mode comes to the kernel for. */
export function entersKernel<Use extends string>(start: Start, use: Use, pick: Pick) {
  if (start === 'inside') return pick(['tick: read token field', use] as const)
  const change = start === 'coarse lock' ? ('change: lock coarse' as const) : ('change: read state' as const)
  return pick(['tick: read token field', use, change] as const)
}

/**
 * Lines 2 to 12 of the first listing, and 2 to 10 of the second: takes the coarse lock unless the state is Fine, and finishes
 * a change under way. Then goes to `next`. Steps bear the numbers of the lines, of which `toFine` differs, and `made` is
 * where it goes when it has made the state Coarse.
 */
export function acquireAsPrinted<L extends string, M extends string, Next extends string>({
  toFine,
  made,
  next,
}: {
  readonly toFine: L
  readonly made: M
  readonly next: (me: never) => Next
}) {
  const goOn = next as (me: CoarseRegisters) => Next
  const makesFine = `${toFine} change state` as const
  const steps = {
    '2 read state': (s: HasCoarse, me: CoarseRegisters) => (s.cascade.state === 'fine' ? goOn(me) : '3 lock coarse'),
    '3 lock coarse': (s: HasCoarse, me: CoarseRegisters) => {
      if (s.cascade.coarse) return blocked
      s.cascade.coarse = true
      me.holdsCoarse = true
      return '4 read state' as const
    },
    '4 read state': (s: HasCoarse, me: CoarseRegisters) =>
      s.cascade.state === 'coarse' ? goOn(me) : '4 read LockEpoch',
    '4 read LockEpoch': (s: HasCoarse, me: CoarseRegisters) => {
      me.epoch = s.cascade.lockEpoch
      return '4 read GlobalEpoch' as const
    },
    '4 read GlobalEpoch': (s: HasCoarse, me: CoarseRegisters) => {
      const over = endless.isOver(me.epoch, s.ring.epoch)
      me.epoch = 0
      return over ? '5 read state' : goOn(me)
    },
    '5 read state': (s: HasCoarse) => (s.cascade.state === 'to coarse' ? '6 change state' : makesFine),
    '6 change state': (s: HasCoarse) => {
      s.cascade.state = 'coarse'
      return made
    },
  }
  const last = {
    [makesFine]: (s: HasCoarse, me: CoarseRegisters) => {
      s.cascade.state = 'fine'
      return goOn(me)
    },
  } as { readonly [N in `${L} change state`]: (s: HasCoarse, me: CoarseRegisters) => Next }
  return { ...steps, ...last }
}

/** The last line, under its number. */
export function releaseAt<N extends string>(line: N, release: Release) {
  const unlock = `${line} unlock coarse` as const
  const test = `${line} read state` as const
  const steps = {
    [test]: (s: HasCoarse, me: CoarseRegisters) => {
      if (s.cascade.state !== 'fine') return unlock
      me.holdsCoarse = false
      return 'user'
    },
    [unlock]: (s: HasCoarse, me: CoarseRegisters) => {
      s.cascade.coarse = false
      me.holdsCoarse = false
      return 'user'
    },
  } as {
    readonly [L in `${N} ${'read state' | 'unlock coarse'}`]: (
      s: HasCoarse,
      me: CoarseRegisters,
    ) => typeof unlock | 'user'
  }
  const leaves = (me: CoarseRegisters) => {
    if (release === 'if not fine') return test
    return release === 'if taken' && !me.holdsCoarse ? 'user' : unlock
  }
  return { leaves, steps }
}
