const arounds = {
  'two nested': [null, 0],
  'three nested': [null, 0, 1],
  'two in one': [null, 0, 0],
} as const

/** How subsystems lie in each other. */
export type Nesting = keyof typeof arounds
export const nestings = Object.keys(arounds) as Nesting[]

/** Subsystems by number, in the order in which a walk comes to them: from outside inwards. */
export interface Subsystems {
  readonly all: readonly number[]
  /** The one directly around each; none around the outermost. */
  readonly around: readonly (number | null)[]
  /** For each, itself and all that lie in it. */
  readonly within: readonly (readonly number[])[]
}

export function subsystems(nesting: Nesting): Subsystems {
  const around: readonly (number | null)[] = arounds[nesting]
  const all = around.map((_, inner) => inner)
  const isWithin = (inner: number | null, outer: number): boolean =>
    inner !== null && (inner === outer || isWithin(around[inner]!, outer))
  return { all, around, within: all.map((outer) => all.filter((inner) => isWithin(inner, outer))) }
}
