import { Ancestry } from './ancestry.js'
import type { Arrays, Saved } from './checkpoint/saved.js'
import type { Cut } from './cuts.js'
import type { Expansion } from './expansion.js'
import { Explorer } from './explorer.js'
import { Level } from './frontier.js'
import type { Monitor } from './monitor.js'
import type { Finding } from './outcome.js'
import { RecentFingerprints } from './recent.js'
import type { Spill } from './spill.js'
import type { VisitedSet } from './visited.js'

/** Where a finding lies: at a kept state (-1: before any), or at its successor in this position. */
export interface Place {
  readonly state: number
  readonly position: number | null
}

interface Facts {
  readonly generated: number
  readonly excluded: number
  readonly parent: number
  readonly taken: readonly number[]
  readonly cuts: readonly Cut[]
  readonly findings: readonly Finding<Place>[]
  readonly parts: readonly unknown[]
}

/**
 * What a breadth-first search on one thread holds: the states it has seen and where each came from, those of the level
 * that is being expanded, and those of the next. States are numbered in the order in which they were found.
 */
export class Levels {
  readonly ancestry = new Ancestry()
  private readonly explorer: Explorer<Place>
  private level: Level
  private next: Level

  constructor(
    private readonly expansion: Expansion,
    private readonly visited: VisitedSet,
    spill: Spill | null,
  ) {
    const pool: Int32Array[] = []
    this.level = new Level(expansion.words, pool, spill)
    this.next = new Level(expansion.words, pool, spill)
    this.explorer = new Explorer(expansion, {
      known: visited,
      // With exact storage, two states with one fingerprint are two.
      recent: visited.exact ? null : new RecentFingerprints(),
      keep: (parent, position, records, at) => {
        this.ancestry.push(parent, position)
        this.next.push(records, at)
      },
      place: ({ what, parent, position }) => ({ state: parent, position: what === 'loaded' ? null : position }),
    })
  }

  get generated(): number {
    return this.explorer.generated
  }

  get excluded(): number {
    return this.explorer.excluded
  }

  get monitor(): Monitor<Place> {
    return this.explorer.monitor
  }

  /** States of this level that are still to be expanded. */
  get remaining(): number {
    return this.level.size
  }

  /** States that the next level has so far. */
  get found(): number {
    return this.next.size
  }

  get distinct(): number {
    return this.ancestry.size
  }

  get frontierBytes(): number {
    return this.level.bytes + this.next.bytes
  }

  get bytes(): number {
    return this.visited.bytes + this.ancestry.bytes + this.frontierBytes
  }

  /** Puts the initial states into the next level. */
  begin(): void {
    this.explorer.begin()
  }

  /** Makes the next level the one to expand. */
  descend(): void {
    ;[this.level, this.next] = [this.next, this.level]
    this.explorer.parent = this.ancestry.size - this.level.size
  }

  /** Expands so many states of this level at most. */
  expand(most: number): void {
    for (let left = Math.min(most, this.level.size); left > 0; ) {
      const before = this.level.size
      this.level.drain(left, this.explorer.expand)
      left -= before - this.level.size
    }
    this.explorer.settle()
  }

  findings(): Finding<Place>[] {
    return this.monitor.findings()
  }

  /** All that it holds; to be taken between two calls of `expand`. */
  save(): Saved {
    const parts = [this.visited.save(), this.ancestry.save(), this.level.save(), this.next.save()]
    const { generated, excluded, parent } = this.explorer
    const facts: Facts = {
      generated,
      excluded,
      parent,
      taken: [...this.expansion.taken],
      cuts: this.expansion.cuts.all(),
      findings: this.findings(),
      parts: parts.map((part) => part.facts),
    }
    return { facts, arrays: parts.flatMap((part) => part.arrays) }
  }

  /** Goes on where another was saved. */
  restore(saved: unknown, arrays: Arrays): void {
    const facts = saved as Facts
    const { explorer } = this
    explorer.generated = facts.generated
    explorer.excluded = facts.excluded
    explorer.parent = facts.parent
    this.expansion.taken.set(facts.taken)
    this.expansion.cuts.add(facts.cuts)
    this.monitor.restore(facts.findings)
    ;[this.visited, this.ancestry, this.level, this.next].forEach((part, i) => {
      part.restore(facts.parts[i], arrays)
    })
  }
}
