/** What a member tells the others at each meeting. */
export interface Tally {
  readonly generated: number
  /** States that it has kept: of all levels, and of the next. */
  readonly distinct: number
  readonly found: number
  readonly bytes: number
  /** 1 if nothing of the level is left for it. */
  readonly finished: number
  /** 1 if it wants the search to end with this level, because of what it found; 2 if the model itself failed. */
  readonly decided: number
  /** Spoken by member 0 alone: the search shall end now, for this reason; 0 to go on. */
  readonly stop: number
  /** Spoken by member 0 alone: 1 if a checkpoint shall be written now. */
  readonly checkpoint: number
  /** Spoken by member 0 alone: 1 if the others shall take part from here on. */
  readonly invite: number
}

const FIELDS: readonly (keyof Tally)[] = [
  'generated',
  'distinct',
  'found',
  'bytes',
  'finished',
  'decided',
  'stop',
  'checkpoint',
  'invite',
]

/** How often to look before saying that one has to wait: a meeting mostly takes less time than being woken. */
const SPINS = 5000

/** Single words at the beginning of the shared memory; behind them two of each member: its number of meetings, and of the chunk at hand. */
const INTERRUPTED = 0
const READY = 1
const ADMITTED = 2
const PAUSED = 3
const CHUNK = 4
const SIZE = 5
const MEETINGS = 6

/** Held by who finds no chunk left: it comes after all. */
export const NO_CHUNK = 2 ** 31 - 1

/** `waiting`: another member has to do something first. `working`: there is more to do. */
export type Signal = 'waiting' | 'working'

/**
 * Where the members of a parallel search meet. Each writes its tally and the number of the meeting that it has come to;
 * nobody leaves a meeting before everybody has come, so all of them see the same tallies and decide the same. Two sets
 * of tallies are used in turn: whoever is ahead already writes for the next meeting while others still read this one.
 */
export class Control {
  /** How many members take part: the first one alone until the others have been admitted. */
  present = 1
  /** How many states are known: one word that all share. */
  readonly size: Int32Array
  private readonly words: Int32Array
  private readonly tallies: Float64Array
  private meetings = 0

  constructor(
    memory: SharedArrayBuffer,
    readonly me: number,
    readonly members: number,
  ) {
    this.words = new Int32Array(memory, 0, MEETINGS + 2 * members)
    this.size = this.words.subarray(SIZE, SIZE + 1)
    this.tallies = new Float64Array(memory, align(members), 2 * members * FIELDS.length)
  }

  static memoryFor(members: number): SharedArrayBuffer {
    return new SharedArrayBuffer(align(members) + 2 * members * FIELDS.length * 8)
  }

  /** Comes to the meeting with a tally, waits for everybody, and returns all tallies. */
  *meet(tally: Tally): Generator<Signal, Tally[]> {
    const { me, words } = this
    const parity = this.meetings & 1
    FIELDS.forEach((field, i) => {
      this.tallies[this.at(parity, me) + i] = tally[field]
    })
    this.meetings++
    Atomics.store(words, MEETINGS + me, this.meetings)
    Atomics.notify(words, MEETINGS + me)
    for (let spins = 0; this.missing() >= 0; spins++) if (spins >= SPINS) yield 'waiting'
    return Array.from({ length: this.present }, (_, member) => this.read(parity, member))
  }

  /** Asks all members to come to a meeting. */
  pause(): void {
    Atomics.store(this.words, PAUSED, 1)
  }

  /** To be said by one while all are at a meeting. */
  resume(): void {
    Atomics.store(this.words, PAUSED, 0)
  }

  get paused(): boolean {
    return Atomics.load(this.words, PAUSED) === 1
  }

  /** The number of the next chunk of the level that nobody has taken. */
  takeChunk(): number {
    return Atomics.add(this.words, CHUNK, 1)
  }

  /** Says which chunk is at hand here from now on, of those that are handed out in turn; `NO_CHUNK` if none is left. */
  hold(chunk: number): void {
    Atomics.store(this.words, MEETINGS + this.members + this.me, chunk)
  }

  /** Whether nobody has a chunk before this one at hand, or will have; once true, it stays so. */
  isFirst(chunk: number): boolean {
    const { me, members, words } = this
    for (let member = 0; member < members; member++)
      if (member !== me && Atomics.load(words, MEETINGS + members + member) <= chunk) return false
    return true
  }

  /** How many chunks have been taken. */
  get takenChunks(): number {
    return Atomics.load(this.words, CHUNK)
  }

  /** Makes chunks be taken from the first on; to be said by one while all are at a meeting. */
  resetChunks(): void {
    Atomics.store(this.words, CHUNK, 0)
  }

  /** Sleeps until the member for whom one is waiting does something, but no longer than so many milliseconds. */
  sleep(most: number): void {
    const missing = this.missing()
    if (this.present > 1 && missing < 0) return
    const word = this.present === 1 ? ADMITTED : MEETINGS + missing
    const seen = Atomics.load(this.words, word)
    // It may have come between the two looks; then there is nothing to wait for.
    if (word === ADMITTED ? seen === 0 : seen < this.meetings) Atomics.wait(this.words, word, seen, most)
  }

  /** Says that this member could take part. */
  announce(): void {
    Atomics.add(this.words, READY, 1)
  }

  get allReady(): boolean {
    return Atomics.load(this.words, READY) === this.members - 1
  }

  /** Lets the others in; what they need to know must have been sent to them. */
  admit(): void {
    this.present = this.members
    Atomics.store(this.words, ADMITTED, 1)
    Atomics.notify(this.words, ADMITTED)
  }

  get admitted(): boolean {
    return Atomics.load(this.words, ADMITTED) === 1
  }

  /** How many meetings there have been. */
  get met(): number {
    return this.meetings
  }

  /** Takes part from here on, after so many meetings. */
  join(meetings: number): void {
    this.meetings = meetings
    this.present = this.members
    Atomics.store(this.words, MEETINGS + this.me, meetings)
  }

  /** The latest tallies, for whoever looks on: not of one moment, but each whole enough to show. */
  glance(): Tally[] {
    return Array.from({ length: this.present }, (_, member) => this.read((this.meetings + 1) & 1, member))
  }

  /** Asks the search to end; member 0 will pass it on. */
  interrupt(): void {
    Atomics.store(this.words, INTERRUPTED, 1)
    this.pause()
  }

  get interrupted(): boolean {
    return Atomics.load(this.words, INTERRUPTED) === 1
  }

  /** A member that has not come to the meeting yet, or -1. */
  private missing(): number {
    for (let member = 0; member < this.present; member++)
      if (Atomics.load(this.words, MEETINGS + member) < this.meetings) return member
    return -1
  }

  private read(parity: number, member: number): Tally {
    const at = this.at(parity, member)
    return Object.fromEntries(FIELDS.map((field, i) => [field, this.tallies[at + i]!])) as unknown as Tally
  }

  private at(parity: number, member: number): number {
    return (parity * this.members + member) * FIELDS.length
  }
}

/** The bytes of the single words, rounded up to whole doubles. */
function align(members: number): number {
  return Math.ceil(((MEETINGS + 2 * members) * 4) / 8) * 8
}

/** The sum of one figure over all members. */
export function total(tallies: readonly Tally[], field: keyof Tally): number {
  return tallies.reduce((sum, tally) => sum + tally[field], 0)
}
