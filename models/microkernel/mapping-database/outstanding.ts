import { type IdType, type IntType, id, option, set, struct } from '../../../src/index.js'

/**
 * What is outstanding of a shoot-down, as a split node tells it (Uhlig 2005, 5.4.4): who has still to be shot at, and who sees to
 * that. The text has a cluster mask for the first. For the second it has a reference to a processor's versions, with that
 * processor's epoch, which it advances when it is through: so a record is struck off by nobody but the last one who
 * has put itself down in it. Records are read and written under the split node's lock.
 */
export function splitNode<Target extends IdType | IntType>(cpus: number, target: Target) {
  return struct({
    /** Who holds the lock. */
    holder: option(id('cpu', cpus)),
    outstanding: set(target),
    owner: id('cpu', cpus),
  })
}

/** Adds to what is outstanding; from now on `cpu` sees to all of it. */
export function record(split: Split, targets: Iterable<number>, cpu: number): void {
  for (const target of targets) split.outstanding.add(target)
  split.owner = cpu
}

/** Adds what is outstanding to what `cpu` has to do, who sees to it from now on. */
export function takeOver(split: Split, targets: Targets, cpu: number): void {
  if (split.outstanding.isEmpty) return
  for (const target of split.outstanding) targets.add(target)
  split.owner = cpu
}

export interface Split {
  owner: number
  readonly outstanding: Targets
}

export interface Targets extends Iterable<number> {
  readonly isEmpty: boolean
  add(target: number): void
}
