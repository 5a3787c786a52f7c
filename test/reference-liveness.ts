import type { Temporal } from '../src/property/temporal.js'

/**
 * Runs of tiny graphs judged by the definitions alone: all sets of states in which a run could stay are tried, one by one. It
 * is what the liveness checker is held against, so it shares nothing with it.
 */
export interface ReferenceGraph {
  /** How many states there are, all of them reachable. */
  readonly size: number
  readonly initial: readonly number[]
  /** `to` is null outside of the constraint. */
  readonly moves: readonly Move[]
  readonly units: readonly ('weak' | 'strong')[]
}

export interface Move {
  readonly from: number
  readonly to: number | null
  /** The units that the step belongs to. */
  readonly units: readonly number[]
}

/** A temporal property with its conditions as the sets of states in which they are true. */
export interface Says {
  readonly kind: Temporal['kind']
  readonly when: readonly boolean[]
  readonly holds: readonly boolean[]
}

/** Whether some fair run breaks the property. */
export function isBroken(graph: ReferenceGraph, says: Says): boolean {
  for (let set = 1; set < 2 ** graph.size; set++) {
    const members = Array.from({ length: graph.size }, (_, s) => s).filter((s) => (set >> s) & 1)
    if (isConnected(graph, members) && isFair(graph, members, within(graph, members)) && endsIn(graph, says, members))
      return true
  }
  return false
}

/** Whether a run may break the property that passes through exactly these states again and again. */
function endsIn(graph: ReferenceGraph, { kind, when, holds }: Says, members: readonly number[]): boolean {
  const all = Array.from({ length: graph.size }, () => true)
  const bad = holds.map((h) => !h)
  const from = (starts: readonly number[], allowed: readonly boolean[]) => {
    const reached = reachable(graph, starts, allowed)
    return members.every((s) => reached.has(s))
  }
  switch (kind) {
    case 'leadsTo':
      return bad.some((b, s) => b && when[s] && from([s], bad))
    case 'eventually':
      return graph.initial.some((s) => bad[s] && from([s], bad))
    case 'alwaysEventually':
      return members.every((s) => bad[s]) && from(graph.initial, all)
    case 'eventuallyAlways':
      return members.some((s) => bad[s]) && from(graph.initial, all)
  }
}

/**
 * Whether this run, which after the last state goes on as after the one at `loop`, is a fair run of the graph that breaks the
 * property. If `loop` is the last index it stays there.
 */
export function breaks(graph: ReferenceGraph, says: Says, run: readonly number[], loop: number): boolean {
  const last = run.length - 1
  if (!graph.initial.includes(run[0]!) || run[last] !== run[loop]) return false
  const steps = run.slice(1).map((to, i) => graph.moves.filter((m) => m.from === run[i] && m.to === to))
  if (steps.some((moves) => moves.length === 0)) return false
  const round = run.slice(loop)
  return isFair(graph, round, steps.slice(loop).flat()) && isWrong(says, run, round)
}

function isWrong({ kind, when, holds }: Says, run: readonly number[], round: readonly number[]): boolean {
  switch (kind) {
    case 'leadsTo':
      return run.some((s, i) => when[s] && [...run.slice(i), ...round].every((t) => !holds[t]))
    case 'eventually':
      return run.every((s) => !holds[s])
    case 'alwaysEventually':
      return round.every((s) => !holds[s])
    case 'eventuallyAlways':
      return round.some((s) => !holds[s])
  }
}

/** The least number of states of a run that breaks the property and closes its loop, up to `most`; null if there is none. */
export function shortestBreak(graph: ReferenceGraph, says: Says, most: number): number | null {
  let runs = graph.initial.map((s) => [s])
  for (let length = 1; length <= most; length++) {
    if (runs.some((run) => run.some((_, loop) => breaks(graph, says, run, loop)))) return length
    runs = runs.flatMap((run) => [...after(graph, run.at(-1)!)].map((to) => [...run, to]))
    if (runs.length > 20_000) return null
  }
  return null
}

/** By the definition of fairness, for a run that again and again is in these states and takes these steps. */
function isFair(graph: ReferenceGraph, states: readonly number[], steps: readonly Move[]): boolean {
  return graph.units.every((strength, unit) => {
    const isTaken = steps.some((m) => m.from !== m.to && m.units.includes(unit))
    const isPossible = (s: number) => graph.moves.some((m) => m.from === s && m.to !== s && m.units.includes(unit))
    return isTaken || (strength === 'weak' ? !states.every(isPossible) : !states.some(isPossible))
  })
}

function within(graph: ReferenceGraph, members: readonly number[]): Move[] {
  return graph.moves.filter((m) => members.includes(m.from) && m.to !== null && members.includes(m.to))
}

function isConnected(graph: ReferenceGraph, members: readonly number[]): boolean {
  const inside = Array.from({ length: graph.size }, (_, s) => members.includes(s))
  return members.every((s) => members.every((t) => reachable(graph, [s], inside).has(t)))
}

function reachable(graph: ReferenceGraph, starts: readonly number[], allowed: readonly boolean[]): Set<number> {
  const reached = new Set(starts.filter((s) => allowed[s]))
  for (const s of reached) for (const t of after(graph, s)) if (allowed[t]) reached.add(t)
  return reached
}

function after(graph: ReferenceGraph, state: number): Set<number> {
  return new Set(graph.moves.flatMap((m) => (m.from === state && m.to !== null && m.to !== state ? [m.to] : [])))
}
