import type { Finding } from '../../search/outcome.js'
import type { Move, Schedule, Taken } from './schedule.js'

/**
 * Schedules that might do as well as the present one and be simpler, the boldest first. Whoever takes them tries each and
 * may put a better run in the present one's place: what comes next is made from that.
 */
export type Candidates = (now: () => Present) => Generator<Schedule>

/** The present run, and what it shows if that is known: one that never ends has its loop in it. */
type Present = Taken & { readonly finding?: Finding }

/** Cuts what lies between two equal states: on the way to the end, or to the loop of a run that never ends, and inside that. */
export function* withoutLoops(now: () => Present): Generator<Schedule> {
  for (const part of ['way', 'loop'] as const) {
    const { schedule, states, finding } = now()
    const { moves } = schedule
    const turn = finding?.tag === 'lasso' ? finding.loop : moves.length
    const kept =
      part === 'way'
        ? [...direct(moves, states, 0, turn), ...moves.slice(turn)]
        : [...moves.slice(0, turn), ...direct(moves, states.slice(0, -1), turn, moves.length)]
    if (kept.length < moves.length) yield { ...schedule, moves: kept }
  }
}

/** The moves from one state to another without those between two equal states. */
function direct(moves: readonly Move[], states: readonly string[], from: number, to: number): Move[] {
  const last = new Map(states.slice(0, to + 1).map((state, i) => [state, i]))
  const kept: Move[] = []
  for (let i = from < to ? last.get(states[from]!)! : to; i < to; ) {
    kept.push(moves[i]!)
    i = i + 1 < states.length ? last.get(states[i + 1]!)! : to
  }
  return kept
}

/** Goes into the loop of a run that never ends as soon as the way there comes by any of its states. */
export function* enteredEarlier(now: () => Present): Generator<Schedule> {
  const { schedule, states, finding } = now()
  if (finding?.tag !== 'lasso') return
  const { moves } = schedule
  const { loop } = finding
  for (let i = 0; i < loop; i++) {
    const entry = states.indexOf(states[i]!, loop)
    if (entry < 0) continue
    yield { ...schedule, moves: [...moves.slice(0, i), ...moves.slice(entry), ...moves.slice(loop, entry)] }
    return
  }
}

/** Leaves out all moves of one thread. */
export function* withoutThread(now: () => Present): Generator<Schedule> {
  for (const thread of new Set(now().schedule.moves.map((m) => m.thread))) {
    const { schedule } = now()
    yield { ...schedule, moves: schedule.moves.filter((m) => m.thread !== thread) }
  }
}

/** Leaves out stretches, long ones first, from the end to the beginning. */
export function* withoutStretch(now: () => Present): Generator<Schedule> {
  for (let size = now().schedule.moves.length; size >= 1; size = Math.floor(size / 2))
    for (let end = now().schedule.moves.length; end > 0; ) {
      const { schedule } = now()
      const from = Math.max(0, end - size)
      yield { ...schedule, moves: [...schedule.moves.slice(0, from), ...schedule.moves.slice(end)] }
      end = Math.min(from, now().schedule.moves.length)
    }
}

/** Leaves out two moves that lie apart, as a request and its answer. Only for short runs: there are many pairs. */
export function* withoutPair(now: () => Present): Generator<Schedule> {
  for (let second = Math.min(now().schedule.moves.length, SHORT) - 1; second > 0; second--)
    for (let first = second - 1; first >= 0; first--) {
      const { schedule } = now()
      if (second < schedule.moves.length)
        yield { ...schedule, moves: schedule.moves.filter((_, i) => i !== first && i !== second) }
    }
}

const SHORT = 40

/** Moves a thread's stretch up to its stretch before, or back to the one after, so that a switch less is needed. */
export function* joined(now: () => Present): Generator<Schedule> {
  for (let i = 1; i < now().schedule.moves.length; i++) {
    for (const forward of [true, false]) {
      const { schedule } = now()
      const moves = join(schedule.moves, i, forward)
      if (moves !== null) yield { ...schedule, moves }
    }
  }
}

/** The stretch that begins at `i` joined with its thread's stretch before it, or the one that ends there with the next. */
function join(moves: readonly Move[], i: number, forward: boolean): Move[] | null {
  if (i >= moves.length || moves[i]!.thread === moves[i - 1]!.thread) return null
  if (forward) {
    const end = endOf(moves, i)
    const before = moves.slice(0, i).findLastIndex((m) => m.thread === moves[i]!.thread)
    if (before < 0) return null
    return [...moves.slice(0, before + 1), ...moves.slice(i, end), ...moves.slice(before + 1, i), ...moves.slice(end)]
  }
  const { thread } = moves[i - 1]!
  const begin = moves.slice(0, i).findLastIndex((m) => m.thread !== thread) + 1
  const after = moves.findIndex((m, k) => k >= i && m.thread === thread)
  if (after < 0) return null
  return [...moves.slice(0, begin), ...moves.slice(i, after), ...moves.slice(begin, i), ...moves.slice(after)]
}

function endOf(moves: readonly Move[], from: number): number {
  const end = moves.findIndex((m, k) => k > from && m.thread !== moves[from]!.thread)
  return end < 0 ? moves.length : end
}

/** Exchanges neighbours, so that lower threads act first. */
export function* exchanged(now: () => Present): Generator<Schedule> {
  for (let i = 1; i < now().schedule.moves.length; i++) {
    const { schedule } = now()
    const { moves } = schedule
    if (i >= moves.length || moves[i - 1]!.thread <= moves[i]!.thread) continue
    yield { ...schedule, moves: moves.with(i - 1, moves[i]!).with(i, moves[i - 1]!) }
  }
}

/** Lets one thread do what another did, and the other way round: so it is the first processes of a family that act. */
export function* renamed(now: () => Present): Generator<Schedule> {
  const acting = [...new Set(now().schedule.moves.map((m) => m.thread))]
  for (const thread of acting)
    for (const other of new Set([...FIRST, ...smaller(thread), ...acting])) {
      if (other >= thread) continue
      const { schedule } = now()
      const swapped = new Map([
        [thread, other],
        [other, thread],
      ])
      yield { ...schedule, moves: schedule.moves.map((m) => ({ ...m, thread: swapped.get(m.thread) ?? m.thread })) }
    }
}

const FIRST = [0, 1, 2, 3, 4, 5, 6, 7]

/** Picks earlier alternatives: the first of all, then the one before. */
export function* smallerChoices(now: () => Present): Generator<Schedule> {
  for (let k = 0; k < now().schedule.start.length; k++)
    for (const choice of smaller(now().schedule.start[k]!))
      yield { ...now().schedule, start: now().schedule.start.with(k, choice) }
  for (let i = 0; i < now().schedule.moves.length; i++)
    for (let k = 0; k < (now().schedule.moves[i]?.choices.length ?? 0); k++)
      for (const choice of smaller(now().schedule.moves[i]!.choices[k]!)) {
        const { schedule } = now()
        const move = schedule.moves[i]
        if (move === undefined || choice >= (move.choices[k] ?? 0)) break
        yield { ...schedule, moves: schedule.moves.with(i, { ...move, choices: move.choices.with(k, choice) }) }
      }
}

function smaller(choice: number): number[] {
  return [...new Set([0, choice >> 1, choice - 1])].filter((c) => c >= 0 && c < choice)
}

/** Everything that can be tried, in an order that makes long runs short soon. */
export const ALL: readonly Candidates[] = [
  withoutLoops,
  enteredEarlier,
  withoutThread,
  withoutStretch,
  withoutPair,
  joined,
  smallerChoices,
  renamed,
  exchanged,
]
