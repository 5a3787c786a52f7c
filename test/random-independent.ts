import fc from 'fast-check'
import {
  array,
  blocked,
  bool,
  component,
  int,
  type Model,
  option,
  type Pick,
  queue,
  set,
  struct,
  system,
} from '../src/index.js'
import type { Program } from '../src/system/behaviour.js'

/**
 * Small random systems of different processes that often leave each other alone: each has a few cells that it mostly
 * keeps to, some of them shared. What a step touches may depend on what it finds, so that it can be long before it shows.
 */
export interface RandomIndependent {
  readonly cells: number
  readonly processes: readonly Worker[]
  readonly actions: readonly Step[]
  /** The labels of a process in a component, which has cells and all the rest of its own; no component if there are none. */
  readonly part: readonly Step[]
  /** Found where two cells have these values, and nobody, or this process, is at a label. */
  readonly invariant: Meeting
  readonly reachable: Meeting
  readonly constraint: Meeting | null
  readonly mayStop: Meeting | null
  /** The last cells are the slots of an array, so that an index decides what is touched. */
  readonly slots: number
}

interface Worker {
  readonly count: number
  readonly labels: readonly Step[]
}
interface Step {
  readonly guard: { readonly cell: number; readonly value: number } | null
  readonly touches: readonly Touch[]
  readonly to: number | 'next' | 'done'
}
interface Touch {
  readonly cell: number
  readonly from: number
  readonly value: number
  readonly how: How
}
interface Meeting {
  readonly a: { readonly cell: number; readonly value: number }
  readonly b: { readonly cell: number; readonly value: number } | null
  readonly at: { readonly process: number; readonly label: number } | null
}

type How = (typeof hows)[number] | (typeof local)[number]

const hows = [
  'set',
  'set',
  'own',
  'own',
  'add',
  'copy',
  'if',
  'pick',
  'slot',
  'member',
  'send',
  'receive',
  'fail',
  'anything',
  'open',
  'open',
  'parcel',
  'note',
  'stop',
  'theirs',
  'lend',
  'borrow',
] as const

/** Most of these touch nothing but the process itself. */
const local = [
  'own',
  'own',
  'own',
  'count',
  'count',
  'unless',
  'unless',
  'any',
  'set',
  'copy',
  'if',
  'add',
  'anything',
  'stop',
] as const

const value = fc.nat(2)
const cell = fc.nat(5)
const pair = fc.record({ cell, value })

const stepOf = (of: readonly How[], guards: number): fc.Arbitrary<Step> =>
  fc.record({
    guard: fc.option(pair, { nil: null, freq: guards }),
    touches: fc.array(fc.record({ cell, from: cell, value, how: fc.constantFrom(...of) }), { maxLength: 2 }),
    to: fc.oneof(
      { weight: 3, arbitrary: fc.constant('next' as const) },
      { weight: 1, arbitrary: fc.nat(3) },
      { weight: 1, arbitrary: fc.constant('done' as const) },
    ),
  })

const meeting: fc.Arbitrary<Meeting> = fc.record({
  a: fc.record({ cell, value: fc.integer({ min: 1, max: 2 }) }),
  b: fc.option(pair, { nil: null, freq: 1 }),
  at: fc.option(fc.record({ process: fc.nat(2), label: fc.nat(3) }), { nil: null, freq: 1 }),
})

const systemOf = (step: fc.Arbitrary<Step>, labels: number): fc.Arbitrary<RandomIndependent> =>
  fc.record({
    cells: fc.integer({ min: 2, max: 6 }),
    processes: fc.array(
      fc.record({ count: fc.constantFrom(1, 1, 2), labels: fc.array(step, { minLength: 2, maxLength: labels }) }),
      { minLength: 2, maxLength: 3 },
    ),
    actions: fc.array(step, { maxLength: 1 }),
    part: fc.oneof(
      { withCrossShrink: true },
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(step, { minLength: 1, maxLength: 3 }) },
    ),
    invariant: meeting,
    reachable: meeting,
    constraint: fc.option(meeting, { nil: null, freq: 2 }),
    mayStop: fc.option(meeting, { nil: null, freq: 2 }),
    slots: fc.integer({ min: 1, max: 3 }),
  })

export const randomIndependent = systemOf(stepOf(hows, 1), 4)

/** Systems whose processes are longer and take most of their steps by themselves: some go round, fail, or stop. */
export const randomLocal = systemOf(stepOf(local, 4), 6)

// biome-ignore lint/suspicious/noExplicitAny: the state's type is random, so there is no static type for it
type Part = any

export function asIndependentModel(random: RandomIndependent): Model {
  const names = random.processes.map((_, i) => `p${i}`)
  const meets = (s: Part, { a, b, at }: Meeting) =>
    read(random, s, a.cell) === a.value &&
    (b === null || read(random, s, b.cell) === b.value) &&
    (at === null || at.process >= names.length || s[names[at.process]!].some((p: Part) => p.at === `l${at.label}`))
  return system('random-independent', {
    components: () => (random.part.length === 0 ? {} : { part: partOf(random) }),
    state: () => stateOf(random, random.processes),
    behaviour: ({ program, action }) => [
      ...random.processes.map(({ labels }, i) => program(names[i]! as never, routine(random, labels))),
      ...random.actions.map((step, i) =>
        action(`a${i}`, { do: (s, _, pick) => (take(random, step, s, null, pick) ? undefined : blocked) }),
      ),
    ],
    properties: ({ always, reachable }) => ({
      invariant: always((s) => !meets(s, random.invariant)),
      reachable: reachable((s) => meets(s, random.reachable)),
    }),
    ...(random.constraint && { constraint: (s: Part) => !meets(s, random.constraint!) }),
    ...(random.mayStop && { mayStop: (s: Part) => meets(s, random.mayStop!) }),
  })()
}

function partOf(random: RandomIndependent) {
  return component({
    state: stateOf(random, [{ count: 1 }]),
    behaviour: ({ program }) => [program('p0' as never, routine(random, random.part)) as Program],
  })
}

function stateOf(random: RandomIndependent, processes: readonly { readonly count: number }[]) {
  const parcel = struct({ to: int(0, 2), sealed: bool })
  return struct({
    cell: array(random.cells, int(0, 2)),
    slot: array(random.slots, int(0, 2)),
    members: set(int(0, 3)),
    channel: queue(int(0, 2), 2),
    parcels: queue(parcel, 2),
    note: option(parcel),
    box: parcel,
    ...Object.fromEntries(processes.map(({ count }, i) => [`p${i}`, array(count, struct({ own: int(0, 2) }))])),
  })
}

function routine(random: RandomIndependent, labels: readonly Step[]) {
  return Object.fromEntries(
    labels.map((step, l) => [
      `l${l}`,
      (s: Part, me: Part, pick: Pick) => (take(random, step, s, me, pick) ? target(step, labels.length) : blocked),
    ]),
  ) as never
}

function target({ to }: Step, labels: number): string | undefined {
  return to === 'next' ? undefined : to === 'done' ? 'done' : `l${to % labels}`
}

function read(random: RandomIndependent, s: Part, cell: number): number {
  return s.cell.get(cell % random.cells)
}

function take(random: RandomIndependent, step: Step, s: Part, me: Part | null, pick: Pick): boolean {
  const { guard } = step
  if (guard !== null && read(random, s, guard.cell) !== guard.value) return false
  return step.touches.every((touch) => apply(random, touch, s, me, pick))
}

function apply(random: RandomIndependent, { cell, from, value, how }: Touch, s: Part, me: Part, pick: Pick): boolean {
  const at = cell % random.cells
  switch (how) {
    case 'set':
      s.cell.set(at, value)
      return true
    case 'own':
      if (me !== null) me.own = value
      return true
    case 'count':
      // The third time it is out of range.
      if (me !== null) me.own = me.own + 1
      return true
    case 'unless':
      return me === null || me.own !== value
    case 'any':
      if (me !== null) me.own = pick.int(0, 1)
      return true
    case 'add':
      s.cell.set(at, (s.cell.get(at) + 1) % 3)
      return true
    case 'copy':
      s.cell.set(at, me === null ? read(random, s, from) : me.own)
      return true
    case 'if':
      if (read(random, s, from) === value) s.cell.set(at, (value + 1) % 3)
      return true
    case 'pick':
      s.cell.set(at, pick.int(0, value))
      return true
    case 'slot': {
      const slot = read(random, s, from) % random.slots
      s.slot.set(slot, (s.slot.get(slot) + 1) % 3)
      return s.slot.get(0) !== 2
    }
    case 'member':
      if (value === 0) return !s.members.has(cell % 4)
      if (value === 1) s.members.add(cell % 4)
      else s.members.delete(cell % 4)
      return true
    case 'send':
      if (s.channel.isFull) return false
      s.channel.push(value)
      return true
    case 'receive':
      if (s.channel.isEmpty) return false
      s.cell.set(at, s.channel.shift())
      return true
    case 'fail':
      // Out of range, now and then.
      if (value === 2) s.cell.set(at, s.cell.get(at) + read(random, s, from))
      return true
    case 'anything':
      pick.any(value === 2 ? s.members : s.box)
      // Now and then it is blocked after that.
      return value !== 0 || !s.box.sealed
    case 'open':
      if (s.box.sealed) s.cell.set(at, s.box.to)
      return true
    case 'parcel': {
      if (value > 0 && s.parcels.isFull) return false
      if (value > 0) s.parcels.push({ to: from % 3, sealed: value > 1 })
      else if (!s.parcels.isEmpty) s.cell.set(at, s.parcels.shift().to)
      return true
    }
    case 'note':
      if (value === 0) s.note = { to: from % 3, sealed: false }
      else if (s.note !== null && value === 1) s.cell.set(at, s.note.to)
      else s.note = null
      return true
    case 'stop':
      return read(random, s, from) !== value
    case 'theirs': {
      const theirs = s.p0.get(value % s.p0.length)
      theirs.own = (theirs.own + 1) % 3
      return true
    }
    case 'lend':
      if (s.part !== undefined) s.part.cell.set(at, read(random, s, from))
      return true
    case 'borrow':
      if (s.part !== undefined) s.cell.set(at, read(random, s.part, from))
      return true
  }
}
