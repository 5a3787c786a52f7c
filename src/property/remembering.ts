/** What holds all along every run, judged by something that is remembered of it. */
export interface Remembering<S> {
  readonly kind: 'remembering'
  readonly start: (s: S) => unknown
  readonly next: (memory: never, before: S, after: S) => unknown
  readonly holds: (memory: never, s: S) => boolean
}

/**
 * True all along every run, judged by the state and by what is remembered of the run so far: `start` gives the memory at
 * an initial state, `next` that after a step, and neither changes the one it is given. The memory is a plain value; it
 * becomes a part of the state as far as the search is concerned, so there is a need for it to be bounded.
 */
export type RememberingTool<S> = <M>(definition: {
  readonly start: (s: S) => M
  readonly next: (memory: M, before: S, after: S) => M
  readonly holds: (memory: M, s: S) => boolean
}) => Remembering<S>

export const remembering: RememberingTool<never> = (definition) => ({ kind: 'remembering', ...definition })

/** The property of a part, asked of the whole of which it is the field `name`. */
export function rememberingThroughField(
  name: string,
  { kind, start, next, holds }: Remembering<never>,
): Remembering<never> {
  return {
    kind,
    start: (s: never) => start(s[name]),
    next: (memory: never, before: never, after: never) => next(memory, before[name], after[name]),
    holds: (memory: never, s: never) => holds(memory, s[name]),
  }
}
