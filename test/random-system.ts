import fc from 'fast-check'

/**
 * Small random systems as data. They have two readings that share no code: `as-model.ts` writes them in Shootdown's
 * language, `reference-search.ts` explores them over immutable objects in a few lines. Where the two disagree, one is wrong.
 */
export interface RandomSystem extends RandomBehaviour {
  /** A component, which takes steps of its own and knows of nothing else; the system reads and writes it. */
  readonly part: RandomBehaviour | null
  readonly initialPicks: readonly { readonly cell: number; readonly count: number }[]
  readonly invariant: Condition
  readonly stepProperty: { readonly cell: number; readonly limit: number } | null
  readonly reachable: Condition
  readonly constraint: Condition | null
  readonly mayStop: Condition | null
}

/** What has a state and takes steps. */
export interface RandomBehaviour {
  readonly globals: readonly Cell[]
  readonly locals: readonly Cell[]
  readonly processes: number
  readonly labels: readonly RandomStep[]
  /** The labels of a last process that is alone in its family; none if there is no such process. */
  readonly helper: readonly RandomStep[]
  readonly actions: readonly { readonly arguments: number; readonly step: RandomStep }[]
  /** Only a system has one. */
  readonly part?: RandomBehaviour | null
}

/** One piece of state; every kind counts from 0 to `size` - 1 or holds such numbers. */
export type Cell =
  | { readonly kind: 'int'; readonly size: number; readonly low: number }
  | { readonly kind: 'bool' }
  | { readonly kind: 'oneOf'; readonly size: number }
  | { readonly kind: 'option'; readonly size: number }
  | { readonly kind: 'set'; readonly size: number }
  /** What follows has structs of a number and a truth value; the number counts. */
  | { readonly kind: 'record'; readonly size: number }
  | { readonly kind: 'note'; readonly size: number }
  | { readonly kind: 'queue'; readonly size: number; readonly capacity: number }
  | { readonly kind: 'array'; readonly size: number; readonly length: number }

/** Whether it is a composite of so few values that `pick.any` may choose among them. */
export function isSmallComposite(cell: Cell): boolean {
  switch (cell.kind) {
    case 'record':
    case 'note':
      return true
    case 'set':
      return cell.size <= 4
    case 'array':
      return cell.size ** cell.length <= 16
    case 'queue':
      return (2 * cell.size) ** cell.capacity <= 16
    default:
      return false
  }
}

export interface RandomStep {
  readonly guard: Condition | null
  readonly changes: readonly Change[]
  /** Where it holds after the changes, the step is blocked after all: by what it returns, or by what it throws. */
  readonly late: { readonly where: Condition; readonly by: 'return' | 'throw' | 'nothing to pick' } | null
  readonly to: 'next' | number | 'done'
}

/** A cell of a process, of the whole system or of its part (if it has none, of itself), by number; numbers wrap round. */
export interface Change {
  readonly of: Owner
  /** How many processes further than the one that takes the step, if it is a process's cell. */
  readonly further: number
  readonly cell: number
  /**
   * What is done differs by the kind of cell; `picked` chooses among this many values, 0 for no choice, and `any` among all
   * values of a small composite (otherwise there is no choice).
   */
  readonly value: Term
  readonly picked: number | 'any'
  readonly mode: number
}

export type Owner = 'system' | 'process' | 'part'

export interface Condition {
  readonly left: Term
  readonly relation: '<' | '=' | '!='
  readonly right: Term
}

export type Term =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'cell'; readonly of: Owner; readonly cell: number; readonly plus: number }

const size = fc.integer({ min: 1, max: 4 })

const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.record({ kind: fc.constant('int' as const), size, low: fc.constantFrom(0, 0, -2, 3) }),
  fc.constant({ kind: 'bool' as const }),
  fc.record({ kind: fc.constant('oneOf' as const), size }),
  fc.record({ kind: fc.constant('option' as const), size }),
  fc.record({ kind: fc.constant('set' as const), size: fc.integer({ min: 1, max: 10 }) }),
  fc.record({ kind: fc.constantFrom('record' as const, 'note' as const), size }),
  fc.record({ kind: fc.constant('queue' as const), size, capacity: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('array' as const), size, length: fc.integer({ min: 1, max: 3 }) }),
)

const owner = fc.constantFrom<Owner[]>('system', 'process', 'system', 'process', 'part')

const term: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ kind: fc.constant('constant' as const), value: fc.nat(3) }),
  fc.record({ kind: fc.constant('cell' as const), of: owner, cell: fc.nat(5), plus: fc.nat(2) }),
)

export const condition: fc.Arbitrary<Condition> = fc.record({
  left: term,
  relation: fc.constantFrom('<' as const, '=' as const, '!=' as const),
  right: term,
})

const change: fc.Arbitrary<Change> = fc.record({
  of: owner,
  further: fc.constantFrom(0, 0, 0, 1, 2),
  cell: fc.nat(5),
  value: term,
  picked: fc.constantFrom<(number | 'any')[]>(0, 0, 0, 2, 3, 'any'),
  mode: fc.nat(3),
})

/** One in four; what has none is the simpler. */
const seldom = <T>(of: fc.Arbitrary<T>, otherwise: T): fc.Arbitrary<T> =>
  fc.oneof({ withCrossShrink: true }, { weight: 3, arbitrary: fc.constant(otherwise) }, { weight: 1, arbitrary: of })

const late = fc.record({
  where: condition,
  by: fc.constantFrom('return' as const, 'throw' as const, 'nothing to pick' as const),
})

const step: fc.Arbitrary<RandomStep> = fc.record({
  guard: fc.option(condition, { nil: null }),
  changes: fc.array(change, { maxLength: 2 }),
  late: seldom<RandomStep['late']>(late, null),
  to: fc.oneof(fc.constant('next' as const), fc.nat(3), fc.constant('done' as const)),
})

const action = fc.record({ arguments: fc.integer({ min: 1, max: 2 }), step })

/** Small enough that the states of a system are still few: it multiplies them. */
const part: fc.Arbitrary<RandomBehaviour> = fc.record({
  globals: fc.array(cell, { minLength: 1, maxLength: 2 }),
  locals: fc.array(cell, { maxLength: 1 }),
  processes: fc.constant(1),
  labels: fc.array(step, { minLength: 1, maxLength: 2 }),
  helper: fc.array(step, { maxLength: 1 }),
  actions: fc.array(action, { maxLength: 1 }),
})

export const randomSystem: fc.Arbitrary<RandomSystem> = fc.record({
  globals: fc.array(cell, { minLength: 1, maxLength: 4 }),
  locals: fc.array(cell, { maxLength: 2 }),
  processes: fc.integer({ min: 1, max: 3 }),
  labels: fc.array(step, { minLength: 1, maxLength: 4 }),
  helper: seldom(fc.array(step, { maxLength: 3 }), []),
  actions: fc.array(action, { maxLength: 2 }),
  part: seldom<RandomBehaviour | null>(part, null),
  initialPicks: fc.array(fc.record({ cell: fc.nat(5), count: fc.integer({ min: 1, max: 3 }) }), { maxLength: 1 }),
  invariant: condition,
  stepProperty: fc.option(fc.record({ cell: fc.nat(5), limit: fc.integer({ min: 0, max: 2 }) }), { nil: null }),
  reachable: condition,
  constraint: fc.option(condition, { nil: null, freq: 3 }),
  mayStop: fc.option(condition, { nil: null }),
})
