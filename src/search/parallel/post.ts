import { Batch } from '../batch.js'

/** Bytes of each outbox: room for some ten thousand successors of a middling model. */
const OUTBOX_BYTES = 8 << 20

/** The shared memory of all outboxes of a search: by parity, then sender, then receiver; none to oneself. */
export type Outboxes = readonly (readonly (readonly (SharedArrayBuffer | null)[])[])[]

export function outboxesFor(shards: number): Outboxes {
  const each = <T>(f: (i: number) => T) => Array.from({ length: shards }, (_, i) => f(i))
  return [0, 1].map(() =>
    each((from) => each((to) => (from === to ? null : new SharedArrayBuffer(OUTBOX_BYTES + HEADER_BYTES)))),
  )
}

/** The number of records lies in front of them. */
const HEADER_BYTES = 8

/** One shard's way to hand successors to the others. */
export class Post {
  /** Its own successors, which no one else sees. */
  readonly own: Batch
  private readonly outgoing: (Batch | null)[][]
  private readonly incoming: (Batch | null)[][]

  constructor(
    private readonly memory: Outboxes,
    private readonly shard: number,
    words: number,
  ) {
    const batch = (buffer: SharedArrayBuffer | null | undefined) =>
      buffer ? new Batch(words, { buffer, offset: HEADER_BYTES }) : null
    this.own = new Batch(words)
    this.outgoing = memory.map((byShard) => byShard[shard]!.map(batch))
    this.incoming = memory.map((byShard) => byShard.map((to) => batch(to[shard])))
  }

  /** The outboxes of a parity, by receiver; in its own place, the shard's own batch. */
  outboxes(parity: 0 | 1): Batch[] {
    return this.outgoing[parity]!.map((batch) => batch ?? this.own)
  }

  /** Says how much there is in the outboxes of a parity, and empties them for their next use. To be done before meeting. */
  send(parity: 0 | 1): void {
    this.outgoing[parity]!.forEach((batch, to) => {
      if (batch === null) return
      this.header(parity, this.shard, to)[0] = batch.size
      batch.size = 0
    })
  }

  /** What the others have sent in a parity, in the order of the shards. To be taken after meeting. */
  received(parity: 0 | 1): Batch[] {
    return this.incoming[parity]!.flatMap((batch, from) => {
      if (batch === null) return []
      batch.size = this.header(parity, from, this.shard)[0]!
      return [batch]
    })
  }

  private header(parity: 0 | 1, from: number, to: number): Int32Array {
    return new Int32Array(this.memory[parity]![from]![to]!, 0, 1)
  }
}
