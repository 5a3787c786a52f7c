import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A temporary file that lasts as long as it is open. */
export class SpillFile {
  private readonly folder = mkdtempSync(join(tmpdir(), 'shootdown-frontier-'))
  /** By which all threads of the process can read and write it. */
  readonly descriptor = openSync(join(this.folder, 'chunks'), 'w+')

  close(): void {
    closeSync(this.descriptor)
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/**
 * Room on disk for the part of the frontier that does not fit a given limit of memory. Chunks of the frontier are written
 * and read whole and in the order in which they were written, so the file is a ring of slots that are used again.
 */
export class Spill {
  /** By what other threads can read, with `readWords`, what it has written. */
  readonly descriptor: number
  private readonly emptied: number[] = []
  private slots = 0
  private inMemory = 0

  /** `limit`: how many bytes of frontier may stay in memory. */
  constructor(
    private readonly limit: number,
    { descriptor }: { readonly descriptor: number },
  ) {
    this.descriptor = descriptor
  }

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
    const slot = this.emptied.pop() ?? this.slots++
    writeSync(this.descriptor, chunk, 0, chunk.byteLength, slot * chunk.byteLength)
    return slot
  }

  /** The chunk in the slot is done with. */
  free(slot: number): void {
    this.emptied.push(slot)
  }

  /** Reads the chunk back and frees its slot. */
  read(slot: number, chunk: Int32Array): void {
    readSync(this.descriptor, chunk, 0, chunk.byteLength, slot * chunk.byteLength)
    this.free(slot)
  }

  /** A copy of a chunk of so many words, which stays where it is. */
  peek(slot: number, words: number): Int32Array {
    const chunk = new Int32Array(words)
    readSync(this.descriptor, chunk, 0, chunk.byteLength, slot * chunk.byteLength)
    return chunk
  }
}

/** Fills `words` with what lies there in the file, so many words from its beginning. */
export function readWords(descriptor: number, words: Int32Array, from: number): void {
  readSync(descriptor, words, 0, words.byteLength, from * 4)
}
