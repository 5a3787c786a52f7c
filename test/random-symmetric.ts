import fc from 'fast-check'
import {
  array,
  blocked,
  bool,
  component,
  id,
  int,
  type Model,
  option,
  type Pick,
  queue,
  set,
  struct,
  system,
  type Type,
} from '../src/index.js'

/**
 * Small random systems that treat their processes alike, or nearly: a few have a flaw that depends on which number a
 * process has. They are full of ids: in fields, sets, queues, arrays by process, and in the processes themselves.
 */
export interface RandomSymmetric {
  readonly processes: number
  readonly items: number
  /** A family whose members nobody knows: it only names the elements of arrays. */
  readonly slots: number
  readonly cells: readonly Kind[]
  readonly own: readonly Kind[]
  readonly labels: readonly Step[]
  /** The labels of servers, which have no part of their own: all they know of processes is what they find. */
  readonly servers: readonly Step[]
  readonly actions: readonly { readonly by: 'process' | 'item' | 'nobody'; readonly step: Step }[]
  /** Actions of a component that knows of one process, and of some of them. */
  readonly part: readonly PartAction[]
  readonly invariant: Condition
  readonly reachable: Condition
  readonly step: Condition | null
  readonly constraint: Condition | null
  readonly mayStop: Condition | null
  readonly startsAnywhere: boolean
}

type Kind = (typeof kinds)[number]
interface Step {
  readonly guard: Condition | null
  readonly changes: readonly Change[]
  /** Where it holds after the changes, the step is blocked after all. */
  readonly late: Condition | null
  readonly to: number | 'next' | 'done'
}
interface Change {
  /** In the process that takes the step, in the one that `who` names, or in the whole system. */
  readonly where: 'system' | 'me' | 'other'
  readonly cell: number
  readonly who: Who
  readonly value: number
  readonly mode: number
}
type PartAction = 'elect' | 'retire' | 'rule' | 'anything'
interface Condition {
  readonly where: 'system' | 'me' | 'count' | 'labels'
  readonly cell: number
  readonly who: Who
  readonly value: number
  readonly relation: '<=' | '='
}
/** A process: the one at hand, one that a cell names, any; or, what breaks symmetry, one by its number. */
type Who = 'me' | 'named' | 'any' | 'leader' | 'following' | 'first' | 'zero'

const kinds = [
  'int',
  'bool',
  'id',
  'option',
  'set',
  'queue',
  'items',
  'item',
  'declared',
  'guessed',
  'pointers',
  'record',
  'slots',
] as const

const kind = fc.constantFrom(...kinds)
const small = fc.nat(3)
const fair: fc.Arbitrary<Who> = fc.constantFrom('me', 'me', 'named', 'any', 'leader')

/** One in four; what has none is the simpler. */
const seldom = <T>(of: fc.Arbitrary<T>, otherwise: T): fc.Arbitrary<T> =>
  fc.oneof({ withCrossShrink: true }, { weight: 3, arbitrary: fc.constant(otherwise) }, { weight: 1, arbitrary: of })

function parts(who: fc.Arbitrary<Who>) {
  const condition: fc.Arbitrary<Condition> = fc.record({
    where: fc.constantFrom('system', 'me', 'count', 'labels'),
    cell: small,
    who,
    value: small,
    relation: fc.constantFrom('<=', '='),
  })
  /** One that most states do not satisfy, so that not everything is over at once. */
  const rare: fc.Arbitrary<Condition> = fc.record({
    where: fc.constantFrom('system', 'count', 'labels'),
    cell: small,
    who,
    value: fc.integer({ min: 1, max: 3 }),
    relation: fc.constant('='),
  })
  const change: fc.Arbitrary<Change> = fc.record({
    where: fc.constantFrom('system', 'system', 'me', 'other'),
    cell: small,
    who,
    value: small,
    mode: small,
  })
  const step: fc.Arbitrary<Step> = fc.record({
    guard: fc.option(condition, { nil: null }),
    changes: fc.array(change, { maxLength: 2 }),
    late: seldom<Condition | null>(condition, null),
    to: fc.oneof(fc.constant('next' as const), small, fc.constant('done' as const)),
  })
  return { condition, rare, step }
}

function systems(who: fc.Arbitrary<Who>): fc.Arbitrary<RandomSymmetric> {
  const { condition, rare, step } = parts(who)
  return fc.record({
    processes: fc.integer({ min: 2, max: 4 }),
    items: fc.integer({ min: 1, max: 3 }),
    slots: fc.integer({ min: 2, max: 3 }),
    cells: fc.array(kind, { minLength: 1, maxLength: 3 }),
    own: fc.array(kind, { maxLength: 2 }),
    labels: fc.array(step, { minLength: 1, maxLength: 4 }),
    servers: seldom(fc.array(step, { maxLength: 2 }), []),
    actions: fc.array(fc.record({ by: fc.constantFrom('process', 'item', 'nobody'), step }), { maxLength: 2 }),
    part: seldom<PartAction[]>(
      fc.uniqueArray(fc.constantFrom('elect', 'retire', 'rule', 'anything'), { minLength: 1 }),
      [],
    ),
    invariant: rare,
    reachable: rare,
    step: fc.option(rare, { nil: null }),
    constraint: fc.option(rare, { nil: null, freq: 2 }),
    mayStop: fc.option(condition, { nil: null }),
    startsAnywhere: fc.boolean(),
  })
}

export const randomSymmetric = systems(fair)
/** The same, but now and then a process is known by its number. */
export const nearlySymmetric = systems(fc.constantFrom('me', 'me', 'named', 'any', 'following', 'first', 'zero'))

// biome-ignore lint/suspicious/noExplicitAny: the state's type is random, so there is no static type for it
type Part = any

export function asSymmetricModel(random: RandomSymmetric): Model {
  const n = random.processes
  const process = id('process', n)
  const item = id('item', random.items)
  const typeOf = (kind: Kind): Type => {
    switch (kind) {
      case 'int':
        return int(0, 2)
      case 'bool':
        return bool
      case 'id':
        return process
      case 'option':
        return option(process)
      case 'set':
        return set(process)
      case 'queue':
        return queue(struct({ from: process, mark: bool }), 2)
      case 'items':
        return set(item)
      case 'item':
        return item
      case 'declared':
        return array(process, int(0, 2))
      case 'guessed':
        return array(n, bool)
      case 'pointers':
        return array(process, option(struct({ to: process, set: set(item) })))
      case 'record':
        return struct({ from: process, mark: bool })
      case 'slots':
        return array(id('slot', random.slots), struct({ owner: option(process), mark: bool }))
    }
  }
  const fields = (list: readonly Kind[]) => Object.fromEntries(list.map((kind, i) => [`c${i}`, typeOf(kind)]))
  const inside = (s: Part, condition: Condition | null) => condition === null || holds(random, condition, s, null)
  return system('random-symmetric', {
    components: () => (random.part.length === 0 ? {} : { part: partOf(random) }),
    state: () =>
      struct({
        ...fields(random.cells),
        process: array(n, struct(fields(random.own))),
        // Not as many as there are processes: of an array of that size nobody could say whose it is.
        ...(random.servers.length > 0 && { server: array(n === 2 ? 3 : 2, struct({})) }),
      }),
    initial: (s, { pick }) => {
      const at = random.cells.indexOf('id')
      if (at >= 0 && random.startsAnywhere) (s as Part)[`c${at}`] = pick.int(0, n - 1)
    },
    behaviour: ({ program, action }) => [
      program(
        'process' as never,
        routine(random, random.labels, (me) => me.id),
      ),
      ...(random.servers.length > 0
        ? [
            program(
              'server' as never,
              routine(random, random.servers, () => null),
            ),
          ]
        : []),
      ...random.actions.map(({ by, step }, i) => {
        const run = (s: Part, me: number | null, pick: Pick) => (take(random, step, s, me, pick) ? undefined : blocked)
        if (by === 'process') return action(`a${i}`, { p: process }, { do: (s, { p }, pick) => run(s, p, pick) })
        if (by === 'nobody') return action(`a${i}`, { do: (s, _, pick) => run(s, null, pick) })
        return action(
          `a${i}`,
          { x: item },
          {
            when: (s, { x }) => !random.cells.some((kind, c) => kind === 'items' && (s as Part)[`c${c}`].has(x)),
            do: (s, { x }, pick) => {
              random.cells.forEach((kind, c) => {
                if (kind === 'items') (s as Part)[`c${c}`].add(x)
                if (kind === 'item') (s as Part)[`c${c}`] = x
              })
              return run(s, null, pick)
            },
          },
        )
      }),
    ],
    properties: ({ always, reachable, step }) => ({
      invariant: always((s) => !holds(random, random.invariant, s, null)),
      reachable: reachable((s) => holds(random, random.reachable, s, null)),
      ...(random.step && {
        step: step((before, after) => !inside(before, random.step) || inside(after, random.step)),
      }),
    }),
    ...(random.constraint && { constraint: (s: Part) => !holds(random, random.constraint!, s, null) }),
    ...(random.mayStop && { mayStop: (s: Part) => inside(s, random.mayStop) }),
  })()
}

/** The steps of a program; `whose` says which process a step is for, if for any. */
function routine(random: RandomSymmetric, steps: readonly Step[], whose: (me: Part) => number | null) {
  const target = ({ to }: Step) => (to === 'next' ? undefined : to === 'done' ? 'done' : `l${to % steps.length}`)
  return Object.fromEntries(
    steps.map((step, i) => [
      `l${i}`,
      (s: Part, me: Part, pick: Pick) => (take(random, step, s, whose(me), pick) ? target(step) : blocked),
    ]),
  ) as never
}

function partOf({ processes, part }: RandomSymmetric) {
  const process = id('process', processes)
  return component({
    state: struct({ leader: option(process), ballot: struct({ for: process, sealed: bool }) }),
    behaviour: ({ action }) => {
      const actions = {
        elect: action(
          'elect',
          { p: process },
          {
            do: (s, { p }) => {
              s.leader = p
              return s.ballot.sealed && s.ballot.for !== p ? blocked : undefined
            },
          },
        ),
        retire: action(
          'retire',
          { p: process },
          { when: (s, { p }) => s.leader === p, do: (s) => void (s.leader = null) },
        ),
        rule: action(
          'rule',
          { p: process },
          { when: (s, { p }) => s.leader === p, do: (s, { p }) => void (s.ballot = { for: p, sealed: true }) },
        ),
        anything: action('anything', {
          do: (s, _, pick) => {
            pick.any(s.ballot)
            return s.leader !== null && s.ballot.for !== s.leader ? blocked : undefined
          },
        }),
      }
      return part.map((name) => actions[name])
    },
  })
}

function take(random: RandomSymmetric, step: Step, s: Part, me: number | null, pick: Pick): boolean {
  if (step.guard !== null && !holds(random, step.guard, s, me)) return false
  if (!step.changes.every((change) => apply(random, change, s, me, pick))) return false
  return step.late === null || !holds(random, step.late, s, me)
}

/** The number of the process that is meant, or null if there is none. */
function resolve(random: RandomSymmetric, who: Who, s: Part, me: number | null, pick: Pick | null): number | null {
  const n = random.processes
  switch (who) {
    case 'me':
      return me
    case 'named': {
      const at = random.cells.findIndex((kind) => kind === 'id' || kind === 'option')
      return at < 0 ? me : s[`c${at}`]
    }
    case 'any':
      return pick === null ? me : pick.int(0, n - 1)
    case 'leader':
      return s.part === undefined ? me : s.part.leader
    case 'following':
      return me === null ? null : (me + 1) % n
    case 'first': {
      const at = random.cells.indexOf('set')
      return at < 0 ? me : ([...s[`c${at}`]][0] ?? me)
    }
    case 'zero':
      return 0
  }
}

function apply(random: RandomSymmetric, change: Change, s: Part, me: number | null, pick: Pick): boolean {
  const who = resolve(random, change.who, s, me, pick)
  if (who === null) return false
  const list = change.where === 'system' ? random.cells : random.own
  if (list.length === 0) return true
  const at = change.cell % list.length
  const owner = change.where === 'system' ? s : s.process.get(change.where === 'me' ? (me ?? who) : who)
  put(random, list[at]!, owner, `c${at}`, who, change, pick)
  return true
}

function put(
  random: RandomSymmetric,
  kind: Kind,
  owner: Part,
  name: string,
  who: number,
  change: Change,
  pick: Pick,
): void {
  const { value, mode } = change
  const part = owner[name]
  switch (kind) {
    case 'int':
      // Mode 3 does not care for the range: that is a fault.
      owner[name] = mode === 3 ? part + 1 : (part + value) % 3
      return
    case 'bool':
      owner[name] = mode === 0 ? !part : value > 1
      return
    case 'id':
      owner[name] = who
      return
    case 'option':
      owner[name] = mode === 0 ? null : who
      return
    case 'set':
      if (mode === 0) part.delete(who)
      else if (mode === 3) pick.any(part)
      else if (mode === 1 && value === 0) part.assign(Array.from({ length: random.processes }, (_, i) => i))
      else part.add(who)
      return
    case 'queue':
      if (mode === 0 && !part.isEmpty) part.shift()
      else if (!part.isFull) part.push({ from: who, mark: value > 1 })
      else if (mode === 3) part.clear()
      return
    case 'items':
      if (mode === 0) part.clear()
      return
    case 'item':
      return
    case 'declared':
      part.set(who, value % 3)
      return
    case 'guessed':
      part.set(who, value > 1)
      return
    case 'pointers':
      part.set(who, mode === 0 ? null : { to: who, set: [] })
      if (mode === 2 && value > 1) for (const other of part) if (other !== null) other.to = who
      return
    case 'record':
      if (mode === 3) pick.any(part)
      else owner[name] = { from: who, mark: value > 1 }
      return
    case 'slots': {
      if (mode === 0) for (const slot of part) slot.mark = value > 1
      else part.get(pick.int(0, random.slots - 1)).owner = mode === 1 && value === 0 ? null : who
    }
  }
}

function holds(random: RandomSymmetric, condition: Condition, s: Part, me: number | null): boolean {
  const { where, cell, value, relation } = condition
  const compare = (n: number) => (relation === '=' ? n === value : n <= value)
  if (where === 'labels') return compare(s.process.count((p: Part) => p.at === `l${cell % random.labels.length}`))
  if (where === 'count' && random.own.length > 0) {
    const at = cell % random.own.length
    // Looks at one after the other and stops early, as models do; which one it stops at is of no importance.
    for (let p = 0; p < random.processes; p++)
      if (size(random, random.own[at]!, s.process.get(p), `c${at}`, null, s) > value) return false
    return true
  }
  const who = resolve(random, condition.who, s, me, null)
  if (where === 'me' && who !== null && random.own.length > 0) {
    const at = cell % random.own.length
    return compare(size(random, random.own[at]!, s.process.get(who), `c${at}`, who, s))
  }
  const at = cell % random.cells.length
  return compare(size(random, random.cells[at]!, s, `c${at}`, who, s))
}

/** A number that a cell comes to, as seen by a process. */
function size(random: RandomSymmetric, kind: Kind, owner: Part, name: string, who: number | null, s: Part): number {
  const part = owner[name]
  switch (kind) {
    case 'int':
      return part
    case 'bool':
      return part ? 1 : 0
    case 'id':
      return who === null ? 1 + (s.process.get(part).at === 'done' ? 1 : 0) : part === who ? 1 : 0
    case 'option':
      return part === null ? 0 : who === null ? 1 : part === who ? 2 : 1
    case 'set':
      return who === null ? part.size : part.has(who) ? 3 : part.isEmpty ? 0 : 1
    case 'queue':
      return who === null || part.isEmpty ? part.length : part.head.from === who ? 2 : 1
    case 'items':
      return part.isFull ? 3 : part.size
    case 'item':
      return random.items > 1 ? 0 : part
    case 'declared':
      return who === null ? part.count((v: number) => v > 0) : part.get(who)
    case 'guessed':
      return who === null ? part.count((v: boolean) => v) : part.get(who) ? 1 : 0
    case 'pointers':
      return who === null
        ? part.count((p: Part) => p !== null)
        : part.get(who) === null
          ? 0
          : part.get(who).to === who
            ? 1
            : 2
    case 'record':
      return who === null ? (part.mark ? 1 : 0) : part.from === who ? 2 : 0
    case 'slots':
      return part.count((slot: Part) => (who === null ? slot.owner !== null : slot.owner === who))
  }
}
