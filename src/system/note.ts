/** Tells what an operation has done. Any value will do: the component's `describe` makes words of it. */
export type Note = (what: unknown) => void

/**
 * For operations of components, asked for before the operation begins: where to tell what it has done, so that `describe` can
 * say what the state does not show, as what was read. Null while a search runs, which has no use for it and does not pay for it.
 *
 *     const note = noteOf(s)
 *     const value = s.cell.get(i)
 *     if (note !== null) note({ read: i, value })
 */
export function noteOf(part: object): Note | null {
  const noting = (part as { readonly $note?: Noting | null }).$note ?? null
  return noting === null ? null : noting(part)
}

/** What views give to `noteOf`: the note of an operation that begins now, on this part of the state. */
export type Noting = (part: object) => Note

/** A step as a component sees it that describes what came of it. */
export interface PartStep<N = unknown> {
  /** It is one of the component's own actions or programs. */
  readonly isOwn: boolean
  /** `cpu 1`, or null for an action. */
  readonly process: string | null
  /** The label of the step, or the name of the action, as whoever declares it calls it. */
  readonly label: string
  /** The arguments of an action. */
  readonly arguments: { readonly [name: string]: unknown }
  /** What operations of the component have noted, in order. */
  readonly notes: readonly N[]
}
