import { number, struct, valuesOf } from './cell-values.js'
import {
  type Cell,
  type Change,
  type Condition,
  isSmallComposite,
  type Owner,
  type RandomBehaviour,
  type RandomStep,
  type RandomSystem,
  type Term,
} from './random-system.js'

/**
 * The plainest search there is: immutable states, a map from their JSON to nothing, whole levels at a time. It is what
 * every strategy is held against, so it shares nothing with them.
 */
export type Value = number | null | readonly number[]
export interface State {
  readonly globals: readonly Value[]
  /** The helper, if there is one, comes last. */
  readonly processes: readonly { readonly locals: readonly Value[]; readonly at: number }[]
  /** The state of the part that the system has, or of none. */
  readonly part: State | null
}

/** Who takes a step: a process at a label, or an action with an argument. */
export interface Taken {
  readonly process: number | null
  readonly action: number | null
  readonly argument: number
  readonly label: number
  readonly inPart: boolean
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
      const stopped = allDone(system, state) || (system.mayStop !== null && holds(system.mayStop, state, null, system))
      if (successors === 0 && !stopped) result.deadlock ??= depth
    }
    if (seen.size > maxStates) return null
    level = next
  }
  return { generated, distinct, depth, ...result }
}

export function initialStates(system: RandomSystem): State[] {
  return system.initialPicks.reduce<State[]>(
    (states, { cell, count }) =>
      states.flatMap((s) =>
        Array.from({ length: count }, (_, v) => {
          const at = cell % system.globals.length
          const kind = system.globals[at]!
          return { ...s, globals: replace(s.globals, at, put({ cell: kind, old: s.globals[at]! }, v, 2)) }
        }),
      ),
    [startOf(system)],
  )
}

function startOf(of: RandomBehaviour): State {
  const count = of.processes + (of.helper.length > 0 ? 1 : 0)
  return {
    globals: of.globals.map(first),
    processes: Array.from({ length: count }, () => ({ locals: of.locals.map(first), at: 0 })),
    part: of.part ? startOf(of.part) : null,
  }
}

function first(cell: Cell): Value {
  if (cell.kind === 'option' || cell.kind === 'note') return null
  if (cell.kind === 'set' || cell.kind === 'queue') return []
  return cell.kind === 'array' ? Array.from({ length: cell.length }, () => 0) : 0
}

function labelsOf(of: RandomBehaviour, process: number): readonly RandomStep[] {
  return process < of.processes ? of.labels : of.helper
}

function allDone(of: RandomBehaviour, { processes, part }: State): boolean {
  return processes.every(({ at }, i) => at === labelsOf(of, i).length) && (!part || allDone(of.part!, part))
}

export function* successorsOf(system: RandomSystem, state: State): Generator<State> {
  for (const { after } of stepsOf(system, state)) yield after
}

/** The steps from a state, and who takes each: those of the part first. */
export function* stepsOf(of: RandomBehaviour, state: State): Generator<{ readonly after: State; readonly by: Taken }> {
  if (of.part && state.part)
    for (const { after, by } of stepsOf(of.part, state.part))
      yield { after: { ...state, part: after }, by: { ...by, inPart: true } }
  for (const [process, { at }] of state.processes.entries()) {
    const labels = labelsOf(of, process)
    const step = labels[at]
    if (step === undefined) continue
    const to = step.to === 'next' ? at + 1 : step.to === 'done' ? labels.length : step.to % labels.length
    for (const s of take(of, step, state, process)) {
      const after = { ...s, processes: s.processes.map((p, i) => (i === process ? { ...p, at: to } : p)) }
      yield { after, by: { process, action: null, argument: 0, label: at, inPart: false } }
    }
  }
  for (const [action, { arguments: count, step }] of of.actions.entries())
    for (let argument = 0; argument < count; argument++)
      for (const after of take(of, step, state, argument % state.processes.length))
        yield { after, by: { process: null, action, argument, label: 0, inPart: false } }
}

/** All outcomes of a step, in the order of its choices: the last choice varies fastest. */
function* take(of: RandomBehaviour, step: RandomStep, state: State, me: number): Generator<State> {
  if (step.guard !== null && !holds(step.guard, state, me, of)) return
  for (const after of apply(of, step.changes, state, me))
    if (step.late === null || !holds(step.late.where, after, me, of)) yield after
}

function* apply(of: RandomBehaviour, changes: readonly Change[], state: State, me: number): Generator<State> {
  const [change, ...rest] = changes
  if (change === undefined) yield state
  else for (const after of outcomes(of, change, state, me)) yield* apply(of, rest, after, me)
}

/** What can come of a change, one choice after the other: the later ones may fail. */
function* outcomes(of: RandomBehaviour, change: Change, state: State, me: number): Generator<State> {
  const place = placeOf(of, change, state, me)
  if (change.picked === 'any' && place !== null && isSmallComposite(place.cell)) {
    for (const value of anyOf(place)) yield place.with(value)
    return
  }
  const choices = change.picked === 'any' ? 1 : Math.max(1, change.picked)
  for (let picked = 0; picked < choices; picked++)
    yield place?.with(put(place, evaluate(change.value, state, me, of) + picked, change.mode)) ?? state
}

/** One cell of a state: what it is, and the state with another value there. */
interface Place {
  readonly cell: Cell
  readonly old: Value
  with(value: Value): State
}

/** The cell that is meant; null if nobody has one. */
function placeOf(of: RandomBehaviour, { of: owner, cell, further }: Change, state: State, me: number): Place | null {
  const cells = cellsOf(of, owner)
  if (cells.length === 0) return null
  const at = cell % cells.length
  const within = (values: readonly Value[], wrap: (values: readonly Value[]) => State): Place => ({
    cell: cells[at]!,
    old: values[at]!,
    with: (value) => wrap(replace(values, at, value)),
  })
  if (owner === 'process') {
    const whose = (me + further) % state.processes.length
    const process = state.processes[whose]!
    return within(process.locals, (locals) => ({
      ...state,
      processes: replace(state.processes, whose, { ...process, locals }),
    }))
  }
  const { part } = state
  if (owner === 'part' && part) return within(part.globals, (globals) => ({ ...state, part: { ...part, globals } }))
  return within(state.globals, (globals) => ({ ...state, globals }))
}

function cellsOf(of: RandomBehaviour, owner: Owner): readonly Cell[] {
  if (owner === 'process') return of.locals
  return owner === 'part' ? (of.part ?? of).globals : of.globals
}

/** What is not there has no parts that could be anything. */
function anyOf({ cell, old }: Place): Value[] {
  if (cell.kind !== 'note') return valuesOf(cell)
  return valuesOf(cell).filter((value) => (value === null) === (old === null))
}

function put({ cell, old }: Pick<Place, 'cell' | 'old'>, value: number, mode: number): Value {
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
    case 'record':
      return struct(value % cell.size)
    case 'note':
      return mode === 0 ? null : struct(value % cell.size)
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
      return [...queue, struct(value % cell.size)]
    }
    case 'array':
      if (mode === 3 && value >= cell.length) throw new Fault()
      return replace(old as number[], value % cell.length, (value + mode) % cell.size)
  }
}

function replace<T>(list: readonly T[], at: number, value: T): T[] {
  return list.map((old, i) => (i === at ? value : old))
}

export function holds(c: Condition, state: State, me: number | null, system: RandomBehaviour): boolean {
  const [a, b] = [evaluate(c.left, state, me, system), evaluate(c.right, state, me, system)]
  return c.relation === '<' ? a < b : c.relation === '=' ? a === b : a !== b
}

/** Without a process, terms of processes are summed over all of them. */
function evaluate(term: Term, state: State, me: number | null, of: RandomBehaviour): number {
  if (term.kind === 'constant') return term.value
  const cells = cellsOf(of, term.of)
  if (cells.length === 0) return term.plus
  const at = term.cell % cells.length
  const sum = (values: readonly Value[]) =>
    values.reduce<number>((n, value) => n + number(cells[at]!, value), term.plus)
  if (term.of === 'process') {
    const whose = me === null ? state.processes : [state.processes[me]!]
    return sum(whose.map(({ locals }) => locals[at]!))
  }
  return sum([(term.of === 'part' && state.part ? state.part : state).globals[at]!])
}

function jumps(system: RandomSystem, before: State, after: State): boolean {
  const { cell, limit } = system.stepProperty!
  const at = cell % system.globals.length
  const of = (state: State) => number(system.globals[at]!, state.globals[at]!)
  return Math.abs(of(after) - of(before)) > limit
}
