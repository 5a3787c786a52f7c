import { createHash } from 'node:crypto'
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { reasonOf } from '../../system/errors.js'
import { CheckpointFailure } from './errors.js'
import { differenceOf, type Identity } from './identity.js'
import type { Saved } from './saved.js'

/**
 * A checkpoint file: a line that says what it is, a line of JSON (identity, facts, the lengths of the arrays), the arrays,
 * and the SHA-256 of all that. It is written beside its place, flushed and then renamed, so that whenever the process is
 * killed there is a whole checkpoint or none, never a half.
 */
const MAGIC = 'shootdown checkpoint 1\n'
const DIGEST_BYTES = 32

interface Header {
  readonly identity: Identity
  readonly facts: unknown
  readonly lengths: readonly number[]
}

export function writeCheckpoint(file: string, identity: Identity, { facts, arrays }: Saved): void {
  const header: Header = { identity, facts, lengths: arrays.map((a) => a.length) }
  try {
    writeWhole(file, header, arrays)
  } catch (thrown) {
    throw new CheckpointFailure({ tag: 'unwritable', file, reason: reasonOf(thrown) })
  }
}

/** Finds out whether a checkpoint can be written there, before a search of hours relies on it; throws a CheckpointFailure. */
export function expectWritable(file: string): void {
  try {
    if (existsSync(file) && !statSync(file).isFile()) throw new Error('it is not a file')
    if (!statSync(dirname(file)).isDirectory()) throw new Error('it would lie in a file')
    accessSync(dirname(file), constants.W_OK | constants.X_OK)
  } catch (thrown) {
    throw new CheckpointFailure({ tag: 'unwritable', file, reason: reasonOf(thrown) })
  }
}

function writeWhole(file: string, header: Header, arrays: Saved['arrays']): void {
  const beside = `${file}.${process.pid}.new`
  const out = openSync(beside, 'w')
  const hash = createHash('sha256')
  const put = (bytes: Uint8Array) => {
    hash.update(bytes)
    for (let at = 0; at < bytes.length; ) at += writeSync(out, bytes, at, Math.min(bytes.length - at, 1 << 30))
  }
  try {
    put(Buffer.from(`${MAGIC}${JSON.stringify(header)}\n`))
    for (const array of arrays) put(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
    writeSync(out, hash.digest())
    fsyncSync(out)
  } finally {
    closeSync(out)
  }
  renameSync(beside, file)
}

/** Reads a checkpoint of the search with this identity. Throws a CheckpointFailure that says why it cannot be used. */
export function readCheckpoint(file: string, identity: Identity): Saved {
  const input = open(file)
  try {
    const hash = createHash('sha256')
    const header = readHeader(file, input, hash)
    const expected = header.lengths.reduce((n, length) => n + length * 4, header.bytes + DIGEST_BYTES)
    if (fstatSync(input).size !== expected) throw new CheckpointFailure({ tag: 'damaged', file })
    const arrays = header.lengths.map((length) => {
      const array = new Int32Array(length)
      const bytes = new Uint8Array(array.buffer)
      readWhole(file, input, bytes)
      hash.update(bytes)
      return array
    })
    const digest = new Uint8Array(DIGEST_BYTES)
    readWhole(file, input, digest)
    if (!hash.digest().equals(digest)) throw new CheckpointFailure({ tag: 'damaged', file })
    const difference = differenceOf(header.identity, identity)
    if (difference !== null) throw new CheckpointFailure({ tag: 'foreign', file, difference })
    return { facts: header.facts, arrays }
  } finally {
    closeSync(input)
  }
}

function open(file: string): number {
  try {
    if (!statSync(file).isFile()) throw new Error('it is not a file')
    return openSync(file, 'r')
  } catch (thrown) {
    throw new CheckpointFailure({ tag: 'unreadable', file, reason: reasonOf(thrown) })
  }
}

/** The header, and how many bytes it takes together with the line before it. */
function readHeader(file: string, input: number, hash: ReturnType<typeof createHash>): Header & { bytes: number } {
  const magic = Buffer.alloc(MAGIC.length)
  if (readSync(input, magic) < MAGIC.length || magic.toString() !== MAGIC)
    throw new CheckpointFailure({ tag: 'not a checkpoint', file })
  const line = readLine(file, input)
  hash.update(magic)
  hash.update(line)
  try {
    return { ...(JSON.parse(line.toString()) as Header), bytes: magic.length + line.length }
  } catch {
    throw new CheckpointFailure({ tag: 'damaged', file })
  }
}

/** The bytes up to and with the next newline. */
function readLine(file: string, input: number): Buffer {
  const parts: Buffer[] = []
  for (;;) {
    const byte = Buffer.alloc(1)
    if (readSync(input, byte) === 0) throw new CheckpointFailure({ tag: 'damaged', file })
    parts.push(byte)
    if (byte[0] === 10) return Buffer.concat(parts)
  }
}

function readWhole(file: string, input: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(input, bytes, at, Math.min(bytes.length - at, 1 << 30), null)
    if (read === 0) throw new CheckpointFailure({ tag: 'damaged', file })
    at += read
  }
}
