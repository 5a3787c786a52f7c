import type { Model } from '../../model/model.js'
import type { ArrayType, Fields, Type } from '../../schema/type.js'

/** A family of processes or other things that are named by ids and by nothing else. */
export interface Family {
  readonly name: string
  readonly count: number
}

export type Group = 'all permutations' | 'rotations'

/**
 * What a search takes for symmetric until it is shown to be wrong: that exchanging members of the family, by any
 * permutation or by rotations alone, changes nothing. `guesses`: arrays of as many elements as the family has members
 * count as its members' data although nothing says so.
 */
export interface Hypothesis {
  readonly family: Family
  readonly group: Group
  readonly guesses: boolean
}

/** The strongest hypothesis about each family that the model's types name. */
export function hypothesesOf(model: Model): Hypothesis[] {
  return familiesOf(model).map((family) => ({ family, group: 'all permutations', guesses: true }))
}

/** The next weaker hypothesis about the family, or null if none is left. */
export function weaker({ family, group, guesses }: Hypothesis): Hypothesis | null {
  if (guesses) return { family, group, guesses: false }
  return group === 'rotations' || family.count === 2 ? null : { family, group: 'rotations', guesses: true }
}

/** What the hypothesis says, for ledgers and messages. */
export function describe({ family, group }: Hypothesis): string {
  return `${family.name} (${group} of ${family.count})`
}

/** Families are what ids, programs and arrays of one element for each member name. A family of one has no symmetry. */
function familiesOf(model: Model): Family[] {
  const found = new Map<string, Family>()
  const note = (name: string, count: number) => {
    if (count > 1 && count < 256) found.set(`${name}/${count}`, { name, count })
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
    else if (behaviour.count !== null) note(behaviour.path.at(-1)!, behaviour.count)
  look(model.state)
  return [...found.values()]
}

/**
 * Which of the families the array's elements belong to, as a number; -1 if to none. The array of a program's processes
 * belongs to the processes, and an array can be declared to belong to a family. Any other array of the right length is
 * a guess: by its name, or because only one family has so many members.
 */
export function indexFamily(
  hypotheses: readonly Hypothesis[],
  type: ArrayType,
  name: string,
  isProgram: boolean,
): number {
  const named = (family: string) =>
    hypotheses.findIndex((h) => h.family.name === family && h.family.count === type.length)
  if (isProgram) return named(name)
  if (type.index) return named(type.index.family)
  const guess = (i: number) => (i >= 0 && hypotheses[i]!.guesses ? i : -1)
  const own = guess(named(name))
  if (own >= 0) return own
  const fitting = hypotheses.flatMap((h, i) => (h.family.count === type.length ? [i] : []))
  return fitting.length === 1 ? guess(fitting[0]!) : -1
}
