import * as t from 'io-ts'

/**
 * A litmus test: a few straight-line programs over shared locations, and the outcome it asks about. Registers and
 * locations start at 0 unless `init` says otherwise.
 */

/** Register names: `r0`, `r1`, … and those of x86 (`EAX`, `rdi`). Every other name is a location. */
const REGISTER = /^(r\d+|[er](ax|bx|cx|dx|si|di|bp|sp))$/i
const NAME = /^[^\s#]\S*$/
const WORD = /^[A-Za-z_]\w*$/
const RESERVED = /^([msl]?fence|xchg|cmpxchg|xadd|exists|forall|true|false|not)$/

export const isRegister = (name: string): boolean => REGISTER.test(name)
export const isLocation = (name: string): boolean => WORD.test(name) && !REGISTER.test(name) && !RESERVED.test(name)

const register = t.refinement(t.string, isRegister, 'a register (r0, r1, … or a name of x86)')
const location = t.refinement(t.string, isLocation, 'a location (a word that is no register)')

/** Values are 32-bit words with a sign. */
const integer = t.refinement(t.number, (n) => (n | 0) === n, 'a 32-bit integer')

/** Memory orders, of C11, for each kind of access those that it can have. On x86 none is written. */
export const loadOrders = ['rlx', 'acq', 'sc'] as const
export const storeOrders = ['rlx', 'rel', 'sc'] as const
export const lockedOrders = ['rlx', 'acq', 'rel', 'acqrel', 'sc'] as const
export const fenceOrders = ['acq', 'rel', 'acqrel', 'sc'] as const

export type Order = (typeof lockedOrders)[number]

const oneOf = <W extends string>(words: readonly W[]) =>
  t.keyof(Object.fromEntries(words.map((word) => [word, null])) as { readonly [w in W]: null })

/** A constant, or what a register holds, with something added to it. */
const value = t.union([
  integer,
  t.intersection([t.exact(t.type({ reg: register })), t.exact(t.partial({ add: integer }))]),
])

const plain = <K extends string, P extends t.Props>(op: K, fields: P) =>
  t.exact(t.type({ op: t.literal(op), ...fields } as { readonly op: t.LiteralC<K> } & P))

/** Without `reg` the value that was there is dropped. */
const locked = <K extends string, P extends t.Props>(op: K, fields: P) =>
  t.intersection([plain(op, fields), t.exact(t.partial({ reg: register, order: oneOf(lockedOrders) }))])

const instruction = t.union([
  t.intersection([plain('store', { loc: location, val: value }), t.exact(t.partial({ order: oneOf(storeOrders) }))]),
  t.intersection([plain('load', { loc: location, reg: register }), t.exact(t.partial({ order: oneOf(loadOrders) }))]),
  plain('mfence', {}),
  plain('sfence', {}),
  plain('lfence', {}),
  plain('fence', { order: oneOf(fenceOrders) }),
  locked('xchg', { loc: location, val: value }),
  locked('cmpxchg', { loc: location, expect: value, val: value }),
  locked('xadd', { loc: location, val: value }),
])

export type Value = t.TypeOf<typeof value>
export type Instruction = t.TypeOf<typeof instruction>

/** Over final states: `eq` compares a register (`processor:register`) or a location with a constant. */
export type Condition =
  | { readonly eq: readonly [key: string, value: number] }
  | { readonly and: readonly Condition[] }
  | { readonly or: readonly Condition[] }
  | { readonly not: Condition }

const key = t.refinement(
  t.string,
  (name) => isLocation(name) || (/^\d+:/.test(name) && isRegister(name.replace(/^\d+:/, ''))),
  'a location or processor:register',
)

const condition: t.Type<Condition> = t.recursion('condition', () =>
  t.union([
    t.exact(t.type({ eq: t.readonly(t.tuple([key, integer])) })),
    t.exact(t.type({ and: t.readonlyArray(condition) })),
    t.exact(t.type({ or: t.readonlyArray(condition) })),
    t.exact(t.type({ not: condition })),
  ]),
)

/** `exists` is the outcome that is asked about. `claim` says that the author claims it never happens, and in which words. */
export const litmusTest = t.intersection([
  t.exact(
    t.type({
      name: t.refinement(t.string, (name) => NAME.test(name), 'a name without spaces'),
      init: t.record(location, integer),
      threads: t.readonlyArray(t.readonlyArray(instruction)),
      exists: condition,
    }),
  ),
  t.exact(t.partial({ description: t.string, claim: t.keyof({ '~exists': null, forall: null }) })),
])

export type LitmusTest = t.TypeOf<typeof litmusTest>
