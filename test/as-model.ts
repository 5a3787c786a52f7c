import {
  array,
  blocked,
  bool,
  type Pick as Choice,
  component,
  id,
  int,
  type Model,
  oneOf,
  option,
  queue,
  type Stopped,
  type StructType,
  set,
  struct,
  system,
  type Type,
} from '../src/index.js'
import type { BehaviourTools } from '../src/system/behaviour.js'
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

/** A random system in Shootdown's own language: every kind of type, access and choice is used as a model would use it. */
// biome-ignore lint/suspicious/noExplicitAny: the state's type is random, so there is no static type for it
type Part = any

export function asModel(random: RandomSystem): Model {
  const { part } = random
  return system('random', {
    components: () =>
      part === null
        ? {}
        : { part: component({ state: stateOf(part), behaviour: (tools) => behaviourOf(part, tools) }) },
    state: () => stateOf(random),
    initial: (s, { pick }) => {
      for (const { cell, count } of random.initialPicks) {
        const at = cell % random.globals.length
        put(s, at, random.globals[at]!, pick.int(0, count - 1), 2)
      }
    },
    behaviour: (tools) => behaviourOf(random, tools),
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

function stateOf(random: RandomBehaviour) {
  const fields = (cells: readonly Cell[]) => Object.fromEntries(cells.map((c, i) => [`c${i}`, typeOf(c)]))
  return struct({
    ...fields(random.globals),
    process: array(random.processes, struct(fields(random.locals))),
    ...(random.helper.length > 0 && { helper: struct(fields(random.locals)) }),
  })
}

function behaviourOf(
  random: RandomBehaviour,
  { program, action }: Pick<BehaviourTools<StructType>, 'program' | 'action'>,
) {
  const programs = [
    program(
      'process' as never,
      routine(random, 'l', random.labels, (me) => me.id),
    ),
  ]
  const helper = routine(random, 'h', random.helper, (me) => random.processes + me.id)
  if (random.helper.length > 0) programs.push(program('helper' as never, helper))
  const processes = processesOf(random)
  return [
    ...programs,
    ...random.actions.map(({ arguments: count, step }, i) =>
      action(
        `a${i}`,
        { a: id('argument', count) },
        {
          when: (s, { a }) => step.guard === null || holds(random, step.guard, s, processAt(random, s, a % processes)),
          do: (s, { a }, pick) => {
            const who = a % processes
            return take(random, { ...step, guard: null }, { s, me: processAt(random, s, who), who, pick })
          },
        },
      ),
    ),
  ]
}

/** The steps of a program, by somebody whose number is asked for each time. */
function routine(random: RandomBehaviour, letter: string, steps: readonly RandomStep[], whose: (me: Part) => number) {
  const to = (step: RandomStep) =>
    step.to === 'next' ? undefined : step.to === 'done' ? 'done' : `${letter}${step.to % steps.length}`
  return Object.fromEntries(
    steps.map((step, i) => [
      `${letter}${i}`,
      (s: Part, me: Part, pick: Choice) => take(random, step, { s, me, who: whose(me), pick }) ?? to(step),
    ]),
  ) as never
}

/** Who takes a step: a process by its view, and by its number among all of them. */
interface Taking {
  readonly s: Part
  readonly me: Part
  readonly who: number
  readonly pick: Choice
}

function processesOf(random: RandomBehaviour): number {
  return random.processes + (random.helper.length > 0 ? 1 : 0)
}

function processAt(random: RandomBehaviour, s: Part, number: number): Part {
  return number < random.processes ? s.process.get(number) : s.helper
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
    case 'record':
      return item(cell.size)
    case 'note':
      return option(item(cell.size))
    case 'queue':
      return queue(item(cell.size), cell.capacity)
    case 'array':
      return array(cell.length, int(0, cell.size - 1))
  }
}

function item(size: number) {
  return struct({ item: int(0, size - 1), also: bool })
}

/** Takes the step, if it is not blocked. */
function take(random: RandomBehaviour, { guard, changes, late }: RandomStep, taking: Taking): Stopped | undefined {
  const { s, me, pick } = taking
  if (guard !== null && !holds(random, guard, s, me)) return blocked
  for (const change of changes) apply(random, change, taking)
  if (late === null || !holds(random, late.where, s, me)) return undefined
  if (late.by === 'throw') throw blocked
  if (late.by === 'nothing to pick') pick([])
  return blocked
}

function apply(random: RandomBehaviour, change: Change, { s, me, who, pick }: Taking): void {
  const { of, further, picked } = change
  const cells = cellsOf(random, of)
  const at = change.cell % cells.length
  const cell = cells[at]
  const whose = further === 0 ? me : processAt(random, s, (who + further) % processesOf(random))
  const owner = of === 'process' ? whose : ownerOf(random, s, of)
  if (picked === 'any' && cell !== undefined && isSmallComposite(cell)) {
    if (owner[`c${at}`] !== null) pick.any(owner[`c${at}`])
    return
  }
  const choice = picked !== 'any' && picked > 0 ? pick(Array.from({ length: picked }, (_, i) => i)) : 0
  if (cell !== undefined) put(owner, at, cell, evaluate(random, change.value, s, me) + choice, change.mode)
}

function cellsOf(random: RandomBehaviour, owner: Owner): readonly Cell[] {
  if (owner === 'process') return random.locals
  return owner === 'part' && random.part ? random.part.globals : random.globals
}

function ownerOf(random: RandomBehaviour, s: Part, owner: Owner): Part {
  return owner === 'part' && random.part ? s.part : s
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
    case 'record':
      part[name] = itemOf(value % cell.size)
      return
    case 'note':
      part[name] = mode === 0 ? null : itemOf(value % cell.size)
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
      else items.push(itemOf(value % cell.size))
      return
    }
    case 'array':
      part[name].set(mode === 3 ? value : value % cell.length, (value + mode) % cell.size)
  }
}

function itemOf(number: number) {
  return { item: number, also: number === 1 }
}

export function holds(random: RandomBehaviour, c: Condition, s: Part, me: Part | null): boolean {
  const [a, b] = [evaluate(random, c.left, s, me), evaluate(random, c.right, s, me)]
  return c.relation === '<' ? a < b : c.relation === '=' ? a === b : a !== b
}

function evaluate(random: RandomBehaviour, term: Term, s: Part, me: Part | null): number {
  if (term.kind === 'constant') return term.value
  const cells = cellsOf(random, term.of)
  if (cells.length === 0) return term.plus
  const at = term.cell % cells.length
  const of = (part: Part) => number(part[`c${at}`], cells[at]!)
  if (term.of !== 'process') return of(ownerOf(random, s, term.of)) + term.plus
  if (me !== null) return of(me) + term.plus
  const helper = random.helper.length > 0 ? of(s.helper) : 0
  return s.process.map(of).reduce((a: number, b: number) => a + b, term.plus + helper)
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
    case 'record':
      return value.item
    case 'note':
      return value?.item ?? 0
    case 'set':
      return [...value].reduce((sum, v) => sum + v + 1, 0)
    case 'queue':
      return value.map((e: Part) => e.item).reduce((sum: number, v: number) => sum + v + 1, 0)
    case 'array':
      return [...value].reduce((sum, v) => sum + v + 1, 0)
  }
}
