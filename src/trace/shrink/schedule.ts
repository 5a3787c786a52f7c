import type { Finding } from '../../search/outcome.js'

/** One step as a schedule asks for it: who takes it, and which alternatives it picks. */
export interface Move {
  /** The number of the process, or of the action with its arguments. */
  readonly thread: number
  readonly choices: readonly number[]
}

/**
 * What makes a run of a deterministic machine: how the initial state is picked, then who acts. It is not said what they
 * do, so that a schedule still means something when moves are left out or change places.
 */
export interface Schedule {
  readonly start: readonly number[]
  readonly moves: readonly Move[]
}

/** The run that a schedule came to. */
export interface Taken {
  /** The moves that could be made, as they were made. */
  readonly schedule: Schedule
  /** Its positions. */
  readonly path: readonly number[]
  /** The fingerprint of each state as text: equal for equal states. */
  readonly states: readonly string[]
  readonly findings: readonly Finding[]
}

/** A run that shows what it is to show. */
export interface Shown extends Taken {
  readonly finding: Finding
}

/** How often another thread takes over. */
export function switchesOf({ moves }: Schedule): number {
  let switches = 0
  for (let i = 1; i < moves.length; i++) if (moves[i]!.thread !== moves[i - 1]!.thread) switches++
  return switches
}

/**
 * Whether one schedule is simpler to follow than another: fewer steps, then fewer switches, then earlier alternatives,
 * then lower threads first. No schedule has endlessly many simpler ones.
 */
export function isSimpler(a: Schedule, b: Schedule): boolean {
  if (a.moves.length !== b.moves.length) return a.moves.length < b.moves.length
  const switches = switchesOf(a) - switchesOf(b)
  if (switches !== 0) return switches < 0
  const choices = sum(a) - sum(b)
  if (choices !== 0) return choices < 0
  const at = a.moves.findIndex((move, i) => move.thread !== b.moves[i]!.thread)
  return at >= 0 && a.moves[at]!.thread < b.moves[at]!.thread
}

function sum({ start, moves }: Schedule): number {
  return [start, ...moves.map((m) => m.choices)].flat().reduce((a, b) => a + b, 0)
}

export function sameChoices(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i])
}
