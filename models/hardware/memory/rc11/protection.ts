/**
 * What a set of sequentially consistent events keeps others from, as positions of messages: in its first half, for each
 * location, before which message no sequentially consistent access may come; in its second half, before which one nothing
 * may come that such a fence happens before. Of no length where the program has no such events.
 */
export interface Protection {
  readonly length: number
  get(index: number): number
  set(index: number, position: number): void
}

/** One that is not part of the state. */
export class Scratch implements Protection {
  private readonly positions: Uint32Array

  constructor(readonly length: number) {
    this.positions = new Uint32Array(length)
  }

  get(index: number): number {
    return this.positions[index]!
  }

  set(index: number, position: number): void {
    this.positions[index] = position
  }

  clear(): void {
    this.positions.fill(0)
  }
}

/** The first keeps others from all that the second does. */
export function join(one: Protection, other: Protection): void {
  for (let i = Math.min(one.length, other.length) - 1; i >= 0; i--) raise(one, i, other.get(i))
}

/** The number at this index is at least so much; nothing happens where the protection has no length. */
export function raise(one: Protection, index: number, position: number): void {
  if (index < one.length && one.get(index) < position) one.set(index, position)
}

/** The same, 0 where it has no length. */
export function positionAt(one: Protection, index: number): number {
  return index < one.length ? one.get(index) : 0
}
