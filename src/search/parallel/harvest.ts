import type { Run } from './order.js'
import type { Parity, Segments } from './segments.js'

/** What one member keeps for the level that is being filled, chunk by chunk of the level before. */
export class Harvest {
  /** States that it was the first to add. */
  added = 0
  /** Records kept for chunks that it is done with. */
  private readonly ended: Run[] = []
  private list: Parity = 0
  /** Before this record, all have been decided on. */
  private undecided = 0

  constructor(
    private readonly segments: Segments,
    private readonly member: number,
  ) {}

  /** The level after this one is filled from here on; it has the other of the two lists. */
  begin(list: Parity): void {
    this.list = list
    this.segments.clear(list)
    this.ended.length = 0
    this.undecided = 0
    this.added = 0
  }

  /** Keeps a record of these two words, and of the fingerprint and the state that begin at `records[at]`. */
  keep(first: number, second: number, records: Int32Array, at: number): void {
    this.segments.push(this.list, first, second, records, at)
  }

  /** What has been kept so far needs no decision any more. */
  decided(): void {
    this.undecided = this.segments.count(this.list)
  }

  /** Shows what has not been decided on, to be decided on now; what is on disk is left as it is. */
  decide(each: (records: Int32Array, at: number) => void): void {
    this.segments.visit(this.list, this.undecided, each)
    this.decided()
  }

  /** What has been kept since the last chunk ended belongs to this one. */
  endChunk(chunk: number): void {
    const run = this.unended(chunk)
    if (run !== null) this.ended.push(run)
  }

  /** All that has been kept, of this chunk, too, which has not ended. */
  runs(chunk: number): readonly Run[] {
    const run = this.unended(chunk)
    return run === null ? [...this.ended] : [...this.ended, run]
  }

  private unended(chunk: number): Run | null {
    const last = this.ended.at(-1)
    const from = last === undefined ? 0 : last.from + last.count
    const count = this.segments.count(this.list) - from
    return count === 0 ? null : { chunk, member: this.member, from, count }
  }
}
