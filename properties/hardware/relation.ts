/** A relation over at most 31 events: for each of them, a bit for each that it is related to. */
export type Relation = readonly number[]

export function relation(size: number, related: (a: number, b: number) => boolean): Relation {
  return Array.from({ length: size }, (_, a) => {
    let row = 0
    for (let b = 0; b < size; b++) if (related(a, b)) row |= 1 << b
    return row
  })
}

export function union(...relations: readonly Relation[]): Relation {
  return relations[0]!.map((_, a) => relations.reduce((row, r) => row | r[a]!, 0))
}

/** Pairs that are in both. */
export function both(r: Relation, q: Relation): Relation {
  return r.map((row, a) => row & q[a]!)
}

export function without(r: Relation, q: Relation): Relation {
  return r.map((row, a) => row & ~q[a]!)
}

/** One after the other. */
export function sequence(...[first, ...rest]: readonly Relation[]): Relation {
  return rest.reduce<Relation>((r, q) => r.map((row) => imageOf(row, q)), first!)
}

export function inverse(r: Relation): Relation {
  const result = r.map(() => 0)
  for (let a = 0; a < r.length; a++)
    for (let rest = r[a]!; rest !== 0; rest &= rest - 1) result[31 - Math.clz32(rest & -rest)]! |= 1 << a
  return result
}

/** Or the same event. */
export function optional(r: Relation): Relation {
  return r.map((row, a) => row | (1 << a))
}

/** Once or more. */
export function transitive(r: Relation): Relation {
  let closed = r
  for (;;) {
    const next = closed.map((row) => row | imageOf(row, closed))
    if (next.every((row, a) => row === closed[a])) return closed
    closed = next
  }
}

/** Each event of the set with itself. */
export function identity(size: number, isIn: (event: number) => boolean): Relation {
  return Array.from({ length: size }, (_, a) => (isIn(a) ? 1 << a : 0))
}

export function isIrreflexive(r: Relation): boolean {
  return r.every((row, a) => (row & (1 << a)) === 0)
}

export function isAcyclic(r: Relation): boolean {
  return isIrreflexive(transitive(r))
}

export function isEmpty(r: Relation): boolean {
  return r.every((row) => row === 0)
}

function imageOf(row: number, r: Relation): number {
  let image = 0
  for (let rest = row; rest !== 0; rest &= rest - 1) image |= r[31 - Math.clz32(rest & -rest)]!
  return image
}
