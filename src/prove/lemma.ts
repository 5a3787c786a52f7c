import { substitute } from './substitute.js'
import { type Bits, type Bool, boolVariable, implies, not, type Term, wordVariable, yes } from './term.js'

/** What a variable of a lemma stands for: a word, printed field by field if it has fields (highest first), or a truth value. */
export type Sort = WordSort | BoolSort

export interface WordSort {
  readonly sort: 'bits'
  readonly width: number
  readonly fields: { readonly [name: string]: Field } | null
}

/** How many bits a part of a word has; flags are printed bit by bit, other parts as numbers. */
export type Field = number | { readonly flags: number }

export function widthOf(field: Field): number {
  return typeof field === 'number' ? field : field.flags
}

export interface BoolSort {
  readonly sort: 'bool'
}

/** A word of `width` bits. `fields` are the names and widths of its parts, from the highest down. */
export function bits(width: number, fields: WordSort['fields'] = null): WordSort {
  const sum = Object.values(fields ?? {}).reduce((total: number, field) => total + widthOf(field), 0)
  if (fields !== null && sum !== width) throw new RangeError(`bits(${width}): its fields have ${sum} bits together`)
  return { sort: 'bits', width, fields }
}

export const bool: BoolSort = { sort: 'bool' }

export type Variables = { readonly [name: string]: Sort }
export type TermsOf<V extends Variables> = {
  readonly [K in keyof V]: V[K] extends WordSort ? Bits : V[K] extends BoolSort ? Bool : Term
}

/** A claim about words: whatever the values of its variables, if what it assumes holds, so does what it concludes. */
export interface Lemma<V extends Variables = Variables> extends Hints {
  readonly variables: V
  readonly terms: TermsOf<V>
  readonly assume: Bool
  readonly conclude: Bool
  /** Whether it is expected to be true, or known to be false: a finding that is kept. */
  readonly expected: 'proved' | 'false'
  /** Why no proof of it is looked for, in words, or null. */
  readonly open: string | null
  readonly show: Shown
  readonly adjust: { readonly [variable: string]: Term }
}

/** Terms by name, and what they stand for. */
export type Shown = { readonly [name: string]: readonly [sort: Sort, term: Term] }

/** Another lemma with terms in place of its variables. */
export interface Instance {
  readonly lemma: Lemma
  /** That its assumption implies its conclusion. */
  readonly fact: Bool
}

export interface LemmaParts<V extends Variables> {
  readonly assume?: (v: TermsOf<V>) => Bool
  readonly conclude: (v: TermsOf<V>) => Bool
  readonly expected?: 'proved' | 'false'
  /** For what is expected to be true and is only tried, as nobody has a proof that ends: why, in words. */
  readonly open?: string | null
  /** More that is worth seeing where the lemma is false. */
  readonly show?: (v: TermsOf<V>) => Shown
  /**
   * How values drawn at random are brought to where the assumption holds: new values for some of the variables, one after
   * the other. Only random testing needs it, which would otherwise throw nearly everything away.
   */
  readonly adjust?: (v: TermsOf<V>) => { readonly [K in keyof V]?: TermsOf<V>[K] }
  /**
   * For what is too hard for the solver at once: how it is to be proved. Nothing that is said here can make a false lemma
   * come out as proved.
   */
  readonly by?: (v: TermsOf<V>) => Partial<Hints>
}

export interface Hints {
  /** Facts from lemmas that are proved by themselves. */
  readonly uses: readonly Instance[]
  /** Terms of which nothing else needs to be known: what is proved of any value is true of theirs. */
  readonly forgets: readonly Term[]
  /** Conditions to be looked at one after the other, and what is left when none of them holds. */
  readonly cases: readonly Bool[]
}

/** States a lemma. Its parts are written once, and checked for all words of small width, for random ones, and proved. */
export function lemma<const V extends Variables>(variables: V, parts: LemmaParts<V>): Lemma<V> {
  const terms = Object.fromEntries(
    Object.entries(variables).map(([name, sort]) => [
      name,
      sort.sort === 'bits' ? wordVariable(name, sort.width) : boolVariable(name),
    ]),
  ) as TermsOf<V>
  const { uses = [], forgets = [], cases = [] } = parts.by?.(terms) ?? {}
  return {
    variables,
    terms,
    assume: parts.assume?.(terms) ?? yes,
    conclude: parts.conclude(terms),
    expected: parts.expected ?? 'proved',
    open: parts.open ?? null,
    show: parts.show?.(terms) ?? {},
    adjust: (parts.adjust?.(terms) ?? {}) as { readonly [variable: string]: Term },
    uses,
    forgets,
    cases,
  }
}

/** The lemma for these terms, to be used in the proof of another. */
export function instance<V extends Variables>(of: Lemma<V>, terms: TermsOf<V>): Instance {
  const replacements = new Map<Term, Term>()
  for (const [name, variable] of Object.entries<Term>(of.terms)) {
    const term = (terms as { readonly [name: string]: Term })[name]
    if (term === undefined || sortName(term) !== sortName(variable))
      throw new RangeError(`${name} is ${sortName(variable)}${term === undefined ? '' : `, not ${sortName(term)}`}`)
    replacements.set(variable, term)
  }
  const [fact] = substitute([implies(of.assume, of.conclude)], replacements)
  return { lemma: of as unknown as Lemma, fact: fact! }
}

/** What is assumed, condition by condition. */
export function conditionsOf(assumption: Bool): readonly Bool[] {
  return assumption.op === 'and' ? assumption.of.flatMap(conditionsOf) : [assumption]
}

/** The values of the variables for which the lemma fails are those for which all of these hold. */
export function negationOf({ assume, conclude }: Lemma): readonly Bool[] {
  return [...conditionsOf(assume), not(conclude)]
}

/** What has to be shown impossible, case by case, when the lemma is proved as its hints say. */
export function hintedNegationsOf(of: Lemma): readonly (readonly Bool[])[] {
  const fresh = new Map<Term, Term>(of.forgets.map((term, i) => [term, freshFor(term, `forgotten ${i}`)]))
  const known = [...of.uses.map(({ fact }) => fact), ...negationOf(of)]
  const cases = [...of.cases.map((one) => conditionsOf(one)), of.cases.map((one) => not(one))]
  return cases.map((one) => substitute([...one, ...known], fresh))
}

function freshFor(term: Term, name: string): Term {
  return term.sort === 'bits' ? wordVariable(name, term.width) : boolVariable(name)
}

function sortName(term: Term): string {
  return term.sort === 'bool' ? 'a truth value' : `a word of ${term.width} bits`
}
