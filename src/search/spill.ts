import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Room on disk for the part of the frontier that does not fit a given limit of memory. Chunks of the frontier are written
 * and read whole and in the order in which they were written, so the file is a ring of slots that are used again.
 */
export class Spill {
  private readonly folder = mkdtempSync(join(tmpdir(), 'shootdown-frontier-'))
  private readonly file = openSync(join(this.folder, 'chunks'), 'w+')
  private readonly free: number[] = []
  private slots = 0
  private inMemory = 0

  /** `limit`: how many bytes of frontier may stay in memory. */
  constructor(private readonly limit: number) {}

  /** Whether a chunk of this size still fits into memory. */
  fits(bytes: number): boolean {
    return this.inMemory + bytes <= this.limit
  }

  /** A chunk in memory has come into use. */
  hold(bytes: number): void {
    this.inMemory += bytes
  }

  /** A chunk in memory is free again. */
  release(bytes: number): void {
    this.inMemory -= bytes
  }

  /** Writes the chunk and returns the slot it lies in. */
  write(chunk: Int32Array): number {
    const slot = this.free.pop() ?? this.slots++
    writeSync(this.file, chunk, 0, chunk.byteLength, slot * chunk.byteLength)
    return slot
  }

  /** Reads the chunk back and frees its slot. */
  read(slot: number, chunk: Int32Array): void {
    readSync(this.file, chunk, 0, chunk.byteLength, slot * chunk.byteLength)
    this.free.push(slot)
  }

  /** A copy of a chunk of so many words, which stays where it is. */
  peek(slot: number, words: number): Int32Array {
    const chunk = new Int32Array(words)
    readSync(this.file, chunk, 0, chunk.byteLength, slot * chunk.byteLength)
    return chunk
  }

  close(): void {
    closeSync(this.file)
    rmSync(this.folder, { recursive: true, force: true })
  }
}
