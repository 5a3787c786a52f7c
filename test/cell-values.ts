import type { Cell } from './random-system.js'
import type { Value } from './reference-search.js'

/** All values that a cell can have, in the order in which `pick.any` tries those of a composite. */
export function valuesOf(cell: Cell): Value[] {
  switch (cell.kind) {
    case 'bool':
      return [0, 1]
    case 'option':
      return [null, ...upTo(cell.size)]
    case 'record':
      return structs(cell.size)
    case 'note':
      return [null, ...structs(cell.size)]
    case 'set':
      return product(upTo(cell.size).map(() => [false, true])).map((isIn) => upTo(cell.size).filter((i) => isIn[i]))
    case 'queue':
      return upTo(cell.capacity + 1).flatMap((length) => product(upTo(length).map(() => structs(cell.size))))
    case 'array':
      return product(upTo(cell.length).map(() => upTo(cell.size)))
    default:
      return upTo(cell.size)
  }
}

/** A number and whether it is one, as a number; the number counts in terms. */
export function struct(item: number): number {
  return 2 * item + (item === 1 ? 1 : 0)
}

/** What a value counts as in terms: itself, 0 for null, the number of a struct; for what has elements, one more for each. */
export function number({ kind }: Cell, value: Value): number {
  if (value === null) return 0
  if (typeof value === 'number') return kind === 'record' || kind === 'note' ? value >> 1 : value
  return value.reduce((sum, v) => sum + (kind === 'queue' ? v >> 1 : v) + 1, 0)
}

/** All structs, as one number each. */
function structs(size: number): number[] {
  return upTo(2 * size)
}

export function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i)
}

/** Every choice of one from each list; the last varies fastest. */
export function product<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((all, list) => all.flatMap((start) => list.map((value) => [...start, value])), [[]])
}
