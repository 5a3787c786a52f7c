import type { Layout, StructLayout } from '../../schema/layout.js'
import { readCode, writeCode, writeInitial } from '../../schema/pack.js'
import { cardinality } from '../../schema/scalar.js'
import type { Instance } from './instances.js'
import type { Observer } from './observer.js'

/** No more combinations of values than this are tried for one condition. */
const MOST_COMBINATIONS = 500_000

/** A value that a condition reads, and what changes of it can do to the answer. */
export interface Sense {
  readonly place: Place
  /** For each pair of codes, before and after: 1 if it can harm, 2 if it can heal, for some values of the rest. */
  readonly table: Uint8Array
}

/** Where a scalar lies, or one bit of a set (then `bytes` is 0). */
interface Place {
  readonly at: number
  readonly bytes: number
  readonly bit: number
  readonly codes: number
}

/**
 * What a condition depends on, found by asking it about every combination of the values that it reads. A label is read as
 * a whole, while most properties only ask whether it is this one or another: a step from one of the others to one of the
 * others cannot change the answer, and a step out of a critical section cannot break mutual exclusion. `finding` is the
 * answer that is looked for; if it is null, only a failure is, but to become false does harm too. Null if the combinations
 * are too many, or if it reads queues or options.
 */
export function sensesOf(
  condition: Instance,
  finding: boolean | null,
  layout: StructLayout,
  words: number,
  observer: Observer,
): Sense[] | null {
  const places = placesIn(layout)
  const state = new Int32Array(words)
  const bytes = new Uint8Array(state.buffer)
  writeInitial(layout, bytes, 0)
  const initial = state.slice()
  let read: Place[] = []
  for (;;) {
    const answers = ask(read)
    if (answers === null) return null
    if (answers.more.length === 0)
      return read.map((place, k) => ({ place, table: tableOf(read, k, answers.found, finding) }))
    read = [...read, ...answers.more]
  }

  /** The answer for each combination, the last value varying fastest; or else what is read besides. */
  function ask(of: readonly Place[]): { found: Uint8Array; more: Place[] } | null {
    const combinations = of.reduce((product, { codes }) => product * codes, 1)
    if (combinations > MOST_COMBINATIONS) return null
    const found = new Uint8Array(combinations)
    const known = maskOf(of, bytes.length)
    state.set(initial)
    const asking = observer.asking(condition, state)
    for (let c = 0; c < combinations; c++) {
      let rest = c
      for (let k = of.length - 1; k >= 0; k--) {
        put(bytes, of[k]!, rest % of[k]!.codes)
        rest = Math.floor(rest / of[k]!.codes)
      }
      found[c] = asking.answer()
      if ((c & 255) !== 0 && c + 1 < combinations) continue
      const { reads } = asking
      if (reads.every((bits, i) => (bits & ~known[i]!) === 0)) continue
      const more = places.filter((place) => !of.includes(place) && isRead(place, reads))
      // What is read and is no place of ours cannot be varied.
      const seen = maskOf([...of, ...more], bytes.length)
      return reads.every((bits, i) => (bits & ~seen[i]!) === 0) ? { found, more } : null
    }
    return { found, more: [] }
  }
}

/** What a step that wrote some bits can do to the answer. `before` is only known where the step has read it. */
export function effectOn(
  { place, table }: Sense,
  step: {
    readonly reads: Uint8Array
    readonly writes: Uint8Array
    readonly before: Uint8Array
    readonly after: Uint8Array
  },
): number {
  if (!isRead(place, step.writes)) return 0
  const { codes } = place
  const after = get(step.after, place)
  if (isRead(place, step.reads)) return table[get(step.before, place) * codes + after]!
  let effect = 0
  for (let before = 0; before < codes; before++) effect |= table[before * codes + after]!
  return effect
}

function tableOf(places: readonly Place[], k: number, answers: Uint8Array, finding: boolean | null): Uint8Array {
  const harmful = finding ? 1 : 0
  const { codes } = places[k]!
  const stride = places.slice(k + 1).reduce((product, place) => product * place.codes, 1)
  const table = new Uint8Array(codes * codes)
  for (let block = 0; block < answers.length; block += stride * codes)
    for (let i = block; i < block + stride; i++)
      for (let a = 0; a < codes; a++)
        for (let b = 0; b < codes; b++) {
          const [from, to] = [answers[i + a * stride]!, answers[i + b * stride]!]
          // A failure is looked for as much as the finding is.
          if (from === to) continue
          if (to === harmful || to === FAILED) table[a * codes + b]! |= HARMS
          if ((from === harmful && finding !== null) || from === FAILED) table[a * codes + b]! |= HEALS
        }
  return table
}

export const HARMS = 1
export const HEALS = 2
export const FAILED = 2

function get(bytes: Uint8Array, { at, bytes: width, bit }: Place): number {
  return width === 0 ? (bytes[at]! >> bit) & 1 : readCode(bytes, at, width)
}

function put(bytes: Uint8Array, { at, bytes: width, bit }: Place, code: number): void {
  if (width > 0) writeCode(bytes, at, width, code)
  else bytes[at] = (bytes[at]! & ~(1 << bit)) | (code << bit)
}

function isRead(place: Place, reads: Uint8Array): boolean {
  return place.bytes === 0 ? ((reads[place.at]! >> place.bit) & 1) === 1 : reads[place.at]! !== 0
}

function maskOf(places: readonly Place[], size: number): Uint8Array {
  const mask = new Uint8Array(size)
  for (const { at, bytes, bit } of places)
    if (bytes > 0) mask.fill(255, at, at + bytes)
    else mask[at]! |= 1 << bit
  return mask
}

/** The scalars of small range and the bits of sets, except those inside queues and options. */
function placesIn(layout: Layout, at = 0): Place[] {
  switch (layout.tag) {
    case 'scalar': {
      const codes = cardinality(layout.type)
      return codes <= 256 ? [{ at, bytes: layout.bytes, bit: 0, codes }] : []
    }
    case 'struct':
      return layout.fields.flatMap((field) => placesIn(field.layout, at + field.offset))
    case 'array':
      return Array.from({ length: layout.length }, (_, i) =>
        placesIn(layout.element, at + i * layout.element.bytes),
      ).flat()
    case 'set':
      return Array.from({ length: layout.universe }, (_, c) => ({ at: at + (c >> 3), bytes: 0, bit: c & 7, codes: 2 }))
    default:
      return []
  }
}
