import type { Cell, Change, Condition, RandomStep, RandomSystem, Term } from './random-system.js'

/**
 * The plainest search there is: immutable states, a map from their JSON to nothing, whole levels at a time. It is what
 * every strategy is held against, so it shares nothing with them.
 */
type Value = number | null | readonly number[]
export interface State {
  readonly globals: readonly Value[]
  readonly processes: readonly { readonly locals: readonly Value[]; readonly at: number }[]
}

/** `levels` is the number of states on the shortest run that shows it, or null. */
export interface ReferenceResult {
  readonly generated: number
  readonly distinct: number
  readonly depth: number
  readonly fault: number | null
  readonly invariant: number | null
  readonly step: number | null
  readonly reachable: number | null
  readonly deadlock: number | null
}

export class Fault extends Error {}

export function referenceSearch(system: RandomSystem, keepGoing: boolean, maxStates = 20_000): ReferenceResult | null {
  const seen = new Map<string, State>()
  const result = { fault: null, invariant: null, step: null, reachable: null, deadlock: null } as {
    -readonly [K in 'fault' | 'invariant' | 'step' | 'reachable' | 'deadlock']: number | null
  }
  let generated = 0
  let distinct = 0
  let depth = 0
  const look = (state: State, level: number, next: State[]) => {
    const key = JSON.stringify(state)
    if (seen.has(key)) return
    seen.set(key, state)
    const inside = system.constraint === null || holds(system.constraint, state, null, system)
    if (inside) {
      next.push(state)
      distinct++
    }
    if (!holds(system.invariant, state, null, system)) result.invariant ??= level
    if (holds(system.reachable, state, null, system)) result.reachable ??= level
  }
  let level: State[] = []
  for (const state of initialStates(system)) {
    generated++
    look(state, 1, level)
  }
  while (level.length > 0) {
    depth++
    const violated = result.invariant !== null || result.step !== null || result.deadlock !== null
    if (result.fault !== null || (violated && !keepGoing)) break
    const next: State[] = []
    for (const state of level) {
      let successors = 0
      try {
        for (const successor of successorsOf(system, state)) {
          successors++
          generated++
          if (system.stepProperty !== null && jumps(system, state, successor)) result.step ??= depth + 1
          look(successor, depth + 1, next)
        }
      } catch (thrown) {
        if (!(thrown instanceof Fault)) throw thrown
        result.fault ??= depth
        successors = 1
      }
      const stopped =
        state.processes.every((p) => p.at === system.labels.length) ||
        (system.mayStop !== null && holds(system.mayStop, state, null, system))
      if (successors === 0 && !stopped) result.deadlock ??= depth
    }
    if (seen.size > maxStates) return null
    level = next
  }
  return { generated, distinct, depth, ...result }
}

export function initialStates(system: RandomSystem): State[] {
  const start: State = {
    globals: system.globals.map(first),
    processes: Array.from({ length: system.processes }, () => ({ locals: system.locals.map(first), at: 0 })),
  }
  return system.initialPicks.reduce<State[]>(
    (states, { cell, count }) =>
      states.flatMap((s) =>
        Array.from({ length: count }, (_, v) => {
          const at = cell % system.globals.length
          const kind = system.globals[at]!
          return { ...s, globals: replace(s.globals, at, put(kind, s.globals[at]!, v, 2)) }
        }),
      ),
    [start],
  )
}

function first(cell: Cell): Value {
  if (cell.kind === 'option') return null
  if (cell.kind === 'set' || cell.kind === 'queue') return []
  return cell.kind === 'array' ? Array.from({ length: cell.length }, () => 0) : 0
}

export function* successorsOf(system: RandomSystem, state: State): Generator<State> {
  for (let me = 0; me < state.processes.length; me++) {
    const { at } = state.processes[me]!
    const step = system.labels[at]
    if (step === undefined) continue
    const to = step.to === 'next' ? at + 1 : step.to === 'done' ? system.labels.length : step.to % system.labels.length
    for (const after of take(system, step, state, me))
      yield {
        ...after,
        processes: after.processes.map((p, i) => (i === me ? { ...p, at: to } : p)),
      }
  }
  for (const action of system.actions)
    for (let argument = 0; argument < action.arguments; argument++)
      yield* take(system, action.step, state, argument % system.processes)
}

/** All outcomes of a step, in the order of its choices: the last choice varies fastest. */
export function* take(system: RandomSystem, step: RandomStep, state: State, me: number): Generator<State> {
  if (step.guard !== null && !holds(step.guard, state, me, system)) return
  yield* apply(system, step.changes, state, me)
}

function* apply(system: RandomSystem, changes: readonly Change[], state: State, me: number): Generator<State> {
  const [change, ...rest] = changes
  if (change === undefined) {
    yield state
    return
  }
  for (let picked = 0; picked < Math.max(1, change.picked); picked++)
    yield* apply(system, rest, changed(system, change, state, me, picked), me)
}

function changed(system: RandomSystem, change: Change, state: State, me: number, picked: number): State {
  const cells = change.local ? system.locals : system.globals
  if (cells.length === 0) return state
  const at = change.cell % cells.length
  const value = evaluate(change.value, state, me, system) + picked
  if (!change.local)
    return { ...state, globals: replace(state.globals, at, put(cells[at]!, state.globals[at]!, value, change.mode)) }
  return {
    ...state,
    processes: state.processes.map((p, i) =>
      i === me ? { ...p, locals: replace(p.locals, at, put(cells[at]!, p.locals[at]!, value, change.mode)) } : p,
    ),
  }
}

function put(cell: Cell, old: Value, value: number, mode: number): Value {
  switch (cell.kind) {
    case 'int':
      // Mode 3 does not care for the range: that is a fault.
      if (mode === 3 && value >= cell.size) throw new Fault()
      return value % cell.size
    case 'bool':
      return value % 2
    case 'oneOf':
      return value % cell.size
    case 'option':
      return mode === 0 ? null : value % cell.size
    case 'set': {
      const without = (old as number[]).filter((v) => v !== value % cell.size)
      return mode === 0 ? without : [...without, value % cell.size].sort((a, b) => a - b)
    }
    case 'queue': {
      const queue = old as number[]
      if (mode === 0) {
        if (queue.length === 0) throw new Fault()
        return queue.slice(1)
      }
      if (mode === 1 && queue.length > 0) return queue.filter((_, i) => i !== value % queue.length)
      if (queue.length === cell.capacity) {
        if (mode === 3) throw new Fault()
        return []
      }
      return [...queue, value % cell.size]
    }
    case 'array':
      if (mode === 3 && value >= cell.length) throw new Fault()
      return replace(old as number[], value % cell.length, (value + mode) % cell.size)
  }
}

function replace<T>(list: readonly T[], at: number, value: T): T[] {
  return list.map((old, i) => (i === at ? value : old))
}

export function holds(c: Condition, state: State, me: number | null, system: RandomSystem): boolean {
  const [a, b] = [evaluate(c.left, state, me, system), evaluate(c.right, state, me, system)]
  return c.relation === '<' ? a < b : c.relation === '=' ? a === b : a !== b
}

/** Without a process, local terms are summed over all of them. */
function evaluate(term: Term, state: State, me: number | null, system: RandomSystem): number {
  if (term.kind === 'constant') return term.value
  if (!term.local) return number(state.globals[term.cell % system.globals.length]!) + term.plus
  if (system.locals.length === 0) return term.plus
  const at = term.cell % system.locals.length
  const of = (i: number) => number(state.processes[i]!.locals[at]!)
  return term.plus + (me === null ? state.processes.reduce((sum, _, i) => sum + of(i), 0) : of(me))
}

/** What a value counts as in terms: itself, 0 for null, the size of a set or queue, the sum of an array. */
function number(value: Value): number {
  if (value === null) return 0
  return typeof value === 'number' ? value : value.reduce((sum, v) => sum + v + 1, 0)
}

function jumps(system: RandomSystem, before: State, after: State): boolean {
  const { cell, limit } = system.stepProperty!
  const at = cell % system.globals.length
  return Math.abs(number(after.globals[at]!) - number(before.globals[at]!)) > limit
}
