import fc from 'fast-check'

/**
 * Small random systems as data. They have two readings that share no code: `as-model.ts` writes them in Shootdown's
 * language, `reference-search.ts` explores them over immutable objects in a few lines. Where the two disagree, one is wrong.
 */
export interface RandomSystem {
  readonly globals: readonly Cell[]
  readonly locals: readonly Cell[]
  readonly processes: number
  readonly labels: readonly RandomStep[]
  readonly actions: readonly { readonly arguments: number; readonly step: RandomStep }[]
  readonly initialPicks: readonly { readonly cell: number; readonly count: number }[]
  readonly invariant: Condition
  readonly stepProperty: { readonly cell: number; readonly limit: number } | null
  readonly reachable: Condition
  readonly constraint: Condition | null
  readonly mayStop: Condition | null
}

/** One piece of state; every kind counts from 0 to `size` - 1 or holds such numbers. */
export type Cell =
  | { readonly kind: 'int'; readonly size: number; readonly low: number }
  | { readonly kind: 'bool' }
  | { readonly kind: 'oneOf'; readonly size: number }
  | { readonly kind: 'option'; readonly size: number }
  | { readonly kind: 'set'; readonly size: number }
  | { readonly kind: 'queue'; readonly size: number; readonly capacity: number }
  | { readonly kind: 'array'; readonly size: number; readonly length: number }

export interface RandomStep {
  readonly guard: Condition | null
  readonly changes: readonly Change[]
  readonly to: 'next' | number | 'done'
}

/** A cell of the process (`local`) or of the whole system, by number; numbers wrap round. */
export interface Change {
  readonly local: boolean
  readonly cell: number
  /** What is done differs by the kind of cell; `picked` chooses among this many values, 0 for no choice. */
  readonly value: Term
  readonly picked: number
  readonly mode: number
}

export interface Condition {
  readonly left: Term
  readonly relation: '<' | '=' | '!='
  readonly right: Term
}

export type Term =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'cell'; readonly local: boolean; readonly cell: number; readonly plus: number }

const size = fc.integer({ min: 1, max: 4 })

const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.record({ kind: fc.constant('int' as const), size, low: fc.constantFrom(0, 0, -2, 3) }),
  fc.constant({ kind: 'bool' as const }),
  fc.record({ kind: fc.constant('oneOf' as const), size }),
  fc.record({ kind: fc.constant('option' as const), size }),
  fc.record({ kind: fc.constant('set' as const), size: fc.integer({ min: 1, max: 10 }) }),
  fc.record({ kind: fc.constant('queue' as const), size, capacity: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('array' as const), size, length: fc.integer({ min: 1, max: 3 }) }),
)

const term: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ kind: fc.constant('constant' as const), value: fc.nat(3) }),
  fc.record({ kind: fc.constant('cell' as const), local: fc.boolean(), cell: fc.nat(5), plus: fc.nat(2) }),
)

export const condition: fc.Arbitrary<Condition> = fc.record({
  left: term,
  relation: fc.constantFrom('<' as const, '=' as const, '!=' as const),
  right: term,
})

const change: fc.Arbitrary<Change> = fc.record({
  local: fc.boolean(),
  cell: fc.nat(5),
  value: term,
  picked: fc.constantFrom(0, 0, 0, 2, 3),
  mode: fc.nat(3),
})

const step: fc.Arbitrary<RandomStep> = fc.record({
  guard: fc.option(condition, { nil: null }),
  changes: fc.array(change, { maxLength: 2 }),
  to: fc.oneof(fc.constant('next' as const), fc.nat(3), fc.constant('done' as const)),
})

export const randomSystem: fc.Arbitrary<RandomSystem> = fc.record({
  globals: fc.array(cell, { minLength: 1, maxLength: 4 }),
  locals: fc.array(cell, { maxLength: 2 }),
  processes: fc.integer({ min: 1, max: 3 }),
  labels: fc.array(step, { minLength: 1, maxLength: 4 }),
  actions: fc.array(fc.record({ arguments: fc.integer({ min: 1, max: 2 }), step }), { maxLength: 2 }),
  initialPicks: fc.array(fc.record({ cell: fc.nat(5), count: fc.integer({ min: 1, max: 3 }) }), { maxLength: 1 }),
  invariant: condition,
  stepProperty: fc.option(fc.record({ cell: fc.nat(5), limit: fc.integer({ min: 0, max: 2 }) }), { nil: null }),
  reachable: condition,
  constraint: fc.option(condition, { nil: null, freq: 3 }),
  mayStop: fc.option(condition, { nil: null }),
})
