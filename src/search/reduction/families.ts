import type { Model } from '../../model/model.js'
import type { ArrayType, Fields, Type } from '../../schema/type.js'

/** A family of processes or other things that are named by ids and by nothing else. */
export interface Family {
  readonly name: string
  readonly count: number
  /** Its members are the processes of a program. */
  readonly isProgram: boolean
}

export type Group = 'all permutations' | 'rotations'

/**
 * What a search takes for symmetric until it is shown to be wrong: that exchanging members of the family, by any
 * permutation or by rotations alone, changes nothing. `guesses`: which arrays of as many elements as the family has members
 * count as its members' data although nothing says so; all but those that are `unlikely` to be, none, or all of them.
 */
export interface Hypothesis {
  readonly family: Family
  readonly group: Group
  readonly guesses: 'likely' | 'none' | 'all'
  /** Arrays, by their place in the state's type. */
  readonly unlikely: ReadonlySet<string>
}

/** The strongest hypothesis about each family that the model's types name. */
export function hypothesesOf(model: Model): Hypothesis[] {
  return familiesOf(model).map((family) => ({
    family,
    group: 'all permutations',
    guesses: 'likely',
    unlikely: new Set<string>(),
  }))
}

/** The next weaker hypothesis about the family, or null if none is left. */
export function weaker(hypothesis: Hypothesis): Hypothesis | null {
  const { family, group, guesses, unlikely } = hypothesis
  if (guesses === 'likely') return { ...hypothesis, guesses: 'none' }
  // Last, as what is shown to be symmetric with them may well leave no two states alike.
  if (guesses === 'none' && unlikely.size > 0) return { ...hypothesis, guesses: 'all' }
  return group === 'rotations' || family.count === 2 ? null : { ...hypothesis, group: 'rotations', guesses: 'likely' }
}

/** What the hypothesis says, for ledgers and messages. */
export function describe({ family, group }: Hypothesis): string {
  return `${family.name} (${group} of ${family.count})`
}

/** Families are what ids, programs and arrays of one element for each member name. A family of one has no symmetry. */
function familiesOf(model: Model): Family[] {
  const found = new Map<string, Family>()
  const note = (name: string, count: number, isProgram = false) => {
    const key = `${name}/${count}`
    if (count > 1 && count < 256)
      found.set(key, { name, count, isProgram: isProgram || found.get(key)?.isProgram === true })
  }
  const look = (type: Type): void => {
    if (type.tag === 'id') note(type.family, type.count)
    else if (type.tag === 'struct') Object.values(type.fields as Fields).forEach(look)
    else if (type.tag !== 'int' && type.tag !== 'bool' && type.tag !== 'oneOf') {
      if (type.tag === 'array' && type.index) look(type.index)
      look(type.element)
    }
  }
  for (const behaviour of model.behaviour)
    if (behaviour.kind === 'action') Object.values(behaviour.parameters).forEach(look)
    else if (behaviour.count !== null) note(behaviour.path.at(-1)!, behaviour.count, true)
  look(model.state)
  return [...found.values()]
}

/**
 * Which of the families the elements of the array at this place belong to, as a number; -1 if to none. The array of a
 * program's processes belongs to the processes, and an array can be declared to belong to a family. Any other array of the
 * right length is a guess: by its name, or because only one family has so many members, or only one of processes.
 */
export function indexFamily(
  hypotheses: readonly Hypothesis[],
  type: ArrayType,
  path: string,
  isProgram: boolean,
): number {
  const name = path.slice(path.lastIndexOf('.') + 1)
  const named = (family: string) =>
    hypotheses.findIndex((h) => h.family.name === family && h.family.count === type.length)
  if (isProgram) return named(name)
  if (type.index) return named(type.index.family)
  const guess = (i: number) => (i >= 0 && isGuessed(hypotheses[i]!, path) ? i : -1)
  const own = guess(named(name))
  if (own >= 0) return own
  const fitting = hypotheses.flatMap((h, i) => (h.family.count === type.length ? [i] : []))
  const processes = fitting.filter((i) => hypotheses[i]!.family.isProgram)
  const [only, ...others] = processes.length > 0 ? processes : fitting
  return only === undefined || others.length > 0 ? -1 : guess(only)
}

function isGuessed({ guesses, unlikely }: Hypothesis, path: string): boolean {
  return guesses === 'all' || (guesses === 'likely' && !unlikely.has(path))
}
