/** What a shard tells the others at each meeting. */
export interface Tally {
  /** States of the level that it has still to expand. */
  readonly remaining: number
  /** States that its next level has so far. */
  readonly found: number
  readonly distinct: number
  readonly generated: number
  readonly bytes: number
  /** 1 if it wants the search to end with this level, because of what it found; 2 if the model itself failed. */
  readonly decided: number
  /** Spoken by shard 0 alone: the search shall end now, for this reason; 0 to go on. */
  readonly stop: number
  /** Spoken by shard 0 alone: all shall save themselves as the checkpoint of this number; 0 for none. */
  readonly checkpoint: number
}

const FIELDS: readonly (keyof Tally)[] = [
  'remaining',
  'found',
  'distinct',
  'generated',
  'bytes',
  'decided',
  'stop',
  'checkpoint',
]

/** How often to look before going to sleep: a meeting mostly takes less time than being woken. */
const SPINS = 2000

/**
 * Where the shards of a parallel search meet. Each writes its tally and the number of the meeting that it has come to;
 * nobody leaves a meeting before everybody has come, so all of them see the same tallies and decide the same. Two sets
 * of tallies are used in turn: whoever is ahead already writes for the next meeting while others still read this one.
 */
export class Control {
  private readonly rounds: Int32Array
  private readonly tallies: Float64Array
  private round = 0

  constructor(
    memory: SharedArrayBuffer,
    private readonly shards: number,
  ) {
    this.rounds = new Int32Array(memory, 0, shards + 1)
    this.tallies = new Float64Array(memory, align(shards), 2 * shards * FIELDS.length)
  }

  static memoryFor(shards: number): SharedArrayBuffer {
    return new SharedArrayBuffer(align(shards) + 2 * shards * FIELDS.length * 8)
  }

  /** Which of the two sets of tallies and outboxes is in use: 0 or 1. */
  get parity(): 0 | 1 {
    return (this.round & 1) as 0 | 1
  }

  /** Comes to the meeting with a tally, waits for everybody, and returns all tallies. Ends the use of this parity. */
  meet(shard: number, tally: Tally): Tally[] {
    const parity = this.parity
    FIELDS.forEach((field, i) => {
      this.tallies[this.at(parity, shard) + i] = tally[field]
    })
    this.round++
    Atomics.store(this.rounds, shard, this.round)
    Atomics.notify(this.rounds, shard)
    for (let other = 0; other < this.shards; other++) this.awaitShard(other)
    return Array.from({ length: this.shards }, (_, other) => this.read(parity, other))
  }

  /** The latest tallies, for whoever looks on: not of one moment, but each whole enough to show. */
  glance(): Tally[] {
    const round = Math.max(...Array.from({ length: this.shards }, (_, i) => Atomics.load(this.rounds, i)))
    return Array.from({ length: this.shards }, (_, shard) => this.read(((round + 1) & 1) as 0 | 1, shard))
  }

  /** Asks the search to end; shard 0 will pass it on. */
  interrupt(): void {
    Atomics.store(this.rounds, this.shards, 1)
  }

  get interrupted(): boolean {
    return Atomics.load(this.rounds, this.shards) === 1
  }

  private awaitShard(shard: number): void {
    for (let spins = 0; ; spins++) {
      const seen = Atomics.load(this.rounds, shard)
      if (seen >= this.round) return
      if (spins > SPINS) Atomics.wait(this.rounds, shard, seen)
    }
  }

  private read(parity: 0 | 1, shard: number): Tally {
    const at = this.at(parity, shard)
    return Object.fromEntries(FIELDS.map((field, i) => [field, this.tallies[at + i]!])) as unknown as Tally
  }

  private at(parity: 0 | 1, shard: number): number {
    return (parity * this.shards + shard) * FIELDS.length
  }
}

/** The bytes of the round numbers and the interrupt flag, rounded up to whole doubles. */
function align(shards: number): number {
  return Math.ceil(((shards + 1) * 4) / 8) * 8
}

/** The sum of one figure over all shards. */
export function total(tallies: readonly Tally[], field: keyof Tally): number {
  return tallies.reduce((sum, tally) => sum + tally[field], 0)
}
