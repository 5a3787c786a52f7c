import {
  array,
  blocked,
  bool,
  id,
  int,
  type Model,
  oneOf,
  option,
  type Pick,
  queue,
  set,
  struct,
  system,
  type Type,
} from '../src/index.js'
import type { Cell, Change, Condition, RandomStep, RandomSystem, Term } from './random-system.js'

/** A random system in Shootdown's own language: every kind of type, access and choice is used as a model would use it. */
// biome-ignore lint/suspicious/noExplicitAny: the state's type is random, so there is no static type for it
type Part = any

export function asModel(random: RandomSystem): Model {
  const fields = (cells: readonly Cell[]) => Object.fromEntries(cells.map((c, i) => [`c${i}`, typeOf(c)]))
  const label = (i: number) => `l${i}`
  const to = (step: RandomStep) =>
    step.to === 'next' ? undefined : step.to === 'done' ? 'done' : label(step.to % random.labels.length)
  return system('random', {
    state: () =>
      struct({
        ...fields(random.globals),
        process: array(random.processes, struct(fields(random.locals))),
      }),
    initial: (s, { pick }) => {
      for (const { cell, count } of random.initialPicks) {
        const at = cell % random.globals.length
        put(s, at, random.globals[at]!, pick.int(0, count - 1), 2)
      }
    },
    behaviour: ({ program, action }) => [
      program(
        'process',
        Object.fromEntries(
          random.labels.map((step, i) => [
            label(i),
            (s: Part, me: Part, pick: Pick) => (take(random, step, s, me, pick) ? to(step) : blocked),
          ]),
        ),
      ),
      ...random.actions.map(({ arguments: count, step }, i) =>
        action(
          `a${i}`,
          { a: id('argument', count) },
          {
            when: (s, { a }) => step.guard === null || holds(random, step.guard, s, processOf(s, a, random)),
            do: (s, { a }, pick) => void take(random, { ...step, guard: null }, s, processOf(s, a, random), pick),
          },
        ),
      ),
    ],
    properties: ({ always, step, reachable }) => ({
      invariant: always((s) => holds(random, random.invariant, s, null)),
      reachable: reachable((s) => holds(random, random.reachable, s, null)),
      ...(random.stepProperty && {
        step: step((before, after) => {
          const at = random.stepProperty!.cell % random.globals.length
          const of = (s: Part) => number(s[`c${at}`], random.globals[at]!)
          return Math.abs(of(after) - of(before)) <= random.stepProperty!.limit
        }),
      }),
    }),
    ...(random.constraint && { constraint: (s: Part) => holds(random, random.constraint!, s, null) }),
    ...(random.mayStop && { mayStop: (s: Part) => holds(random, random.mayStop!, s, null) }),
  })()
}

function processOf(s: Part, argument: number, random: RandomSystem): Part {
  return s.process.get(argument % random.processes)
}

function typeOf(cell: Cell): Type {
  switch (cell.kind) {
    case 'int':
      return int(cell.low, cell.low + cell.size - 1)
    case 'bool':
      return bool
    case 'oneOf':
      return oneOf(...Array.from({ length: cell.size }, (_, i) => `v${i}`))
    case 'option':
      return option(int(0, cell.size - 1))
    case 'set':
      return set(id('element', cell.size))
    case 'queue':
      return queue(struct({ item: int(0, cell.size - 1), also: bool }), cell.capacity)
    case 'array':
      return array(cell.length, int(0, cell.size - 1))
  }
}

function take(random: RandomSystem, step: RandomStep, s: Part, me: Part, pick: Pick): boolean {
  if (step.guard !== null && !holds(random, step.guard, s, me)) return false
  for (const change of step.changes) change_(random, change, s, me, pick)
  return true
}

function change_(random: RandomSystem, change: Change, s: Part, me: Part, pick: Pick): void {
  const cells = change.local ? random.locals : random.globals
  const picked = change.picked > 0 ? pick(Array.from({ length: change.picked }, (_, i) => i)) : 0
  if (cells.length === 0) return
  const at = change.cell % cells.length
  put(change.local ? me : s, at, cells[at]!, evaluate(random, change.value, s, me) + picked, change.mode)
}

function put(part: Part, at: number, cell: Cell, value: number, mode: number): void {
  const name = `c${at}`
  switch (cell.kind) {
    case 'int':
      part[name] = cell.low + (mode === 3 ? value : value % cell.size)
      return
    case 'bool':
      part[name] = value % 2 === 1
      return
    case 'oneOf':
      part[name] = `v${value % cell.size}`
      return
    case 'option':
      part[name] = mode === 0 ? null : value % cell.size
      return
    case 'set':
      if (mode === 0) part[name].delete(value % cell.size)
      else part[name].add(value % cell.size)
      return
    case 'queue': {
      const items = part[name]
      if (mode === 0) items.shift()
      else if (mode === 1 && items.length > 0) items.remove(value % items.length)
      else if (items.isFull && mode !== 3) items.clear()
      else items.push({ item: value % cell.size, also: value % cell.size === 1 })
      return
    }
    case 'array':
      part[name].set(mode === 3 ? value : value % cell.length, (value + mode) % cell.size)
  }
}

export function holds(random: RandomSystem, c: Condition, s: Part, me: Part | null): boolean {
  const [a, b] = [evaluate(random, c.left, s, me), evaluate(random, c.right, s, me)]
  return c.relation === '<' ? a < b : c.relation === '=' ? a === b : a !== b
}

function evaluate(random: RandomSystem, term: Term, s: Part, me: Part | null): number {
  if (term.kind === 'constant') return term.value
  const cells = term.local ? random.locals : random.globals
  if (cells.length === 0) return term.plus
  const at = term.cell % cells.length
  const of = (part: Part) => number(part[`c${at}`], cells[at]!)
  if (!term.local) return of(s) + term.plus
  return term.plus + (me === null ? s.process.map(of).reduce((a: number, b: number) => a + b, 0) : of(me))
}

function number(value: Part, cell: Cell): number {
  switch (cell.kind) {
    case 'int':
      return value - cell.low
    case 'bool':
      return value ? 1 : 0
    case 'oneOf':
      return Number(value.slice(1))
    case 'option':
      return value ?? 0
    case 'set':
      return [...value].reduce((sum, v) => sum + v + 1, 0)
    case 'queue':
      return value.map((e: Part) => e.item).reduce((sum: number, v: number) => sum + v + 1, 0)
    case 'array':
      return [...value].reduce((sum, v) => sum + v + 1, 0)
  }
}
