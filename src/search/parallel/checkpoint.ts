import { rmSync } from 'node:fs'
import { readCheckpoint, writeCheckpoint } from '../checkpoint/file.js'
import type { Identity } from '../checkpoint/identity.js'
import type { Shard } from '../shard.js'

/** What all shards know alike at a checkpoint. */
export interface SharedFacts {
  readonly depth: number
  readonly initialStates: number
}

/**
 * Checkpoints of a search on several threads: each shard writes a file of its own, `FILE.3.0`, `FILE.3.1` …, and only when
 * all have, the first one writes `FILE`, which says that number 3 is the one to go on from. So killing the process at any
 * moment leaves a whole checkpoint, the new one or the last.
 */
export class ShardCheckpoints {
  constructor(
    private readonly file: string,
    private readonly identity: Identity,
    private readonly shard: number,
    private readonly shards: number,
  ) {}

  /** Writes this shard's part. */
  save(number: number, shard: Shard, shared: SharedFacts): void {
    const { facts, arrays } = shard.save()
    writeCheckpoint(this.part(number, this.shard), this.identity, { facts: { shared, shard: facts }, arrays })
  }

  /** All parts are written: makes them the checkpoint, and removes the one before. For one shard to do. */
  complete(number: number): void {
    writeCheckpoint(this.file, this.identity, { facts: number, arrays: [] })
    for (let shard = 0; shard < this.shards; shard++) rmSync(this.part(number - 1, shard), { force: true })
  }

  /** The number of the checkpoint to go on from. Throws a CheckpointFailure if there is none that fits. */
  latest(): number {
    return readCheckpoint(this.file, this.identity).facts as number
  }

  /** Lets the shard go on where its part was saved. */
  recover(number: number, shard: Shard): SharedFacts {
    const { facts, arrays } = readCheckpoint(this.part(number, this.shard), this.identity)
    const saved = facts as { shared: SharedFacts; shard: unknown }
    shard.restore(saved.shard, arrays[Symbol.iterator]())
    return saved.shared
  }

  private part(number: number, shard: number): string {
    return `${this.file}.${number}.${shard}`
  }
}
