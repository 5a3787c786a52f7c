/**
 * An automaton that runs along with a system and sees each of its steps. Its state is one word, which becomes a part of
 * the state that is searched: two runs that lead to one state of the system, but leave the automaton in different
 * states, are told apart. So what it says at a state is true of every run that leads there.
 *
 * Words may be numbers of things that the observer keeps itself; then they mean nothing outside the thread that it lives
 * in, and nothing after it has ended.
 */
export interface Observer {
  /** The name of the property that it is there for. */
  readonly property: string
  /** Its word in an initial state. */
  start(view: never): number
  /** Its word after a step. */
  next(word: number, before: never, after: never): number
  /** False if the run that led to this word and state breaks the property. */
  accepts(word: number, view: never): boolean
  /** Something has been seen by which the property could have been broken. */
  readonly active: boolean
}
