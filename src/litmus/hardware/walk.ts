import { match, P } from 'ts-pattern'
import { registersOf } from '../outcome.js'
import type { Instruction, LitmusTest, Value } from '../test.js'

/** How plain loads are made: V8 may neither merge nor move those of `Atomics`, and makes a plain `mov` of both. */
export type Loads = 'plain' | 'atomic'

/** How often a thread in step looks for the others. Somebody who is away for longer has lost its processor for a while. */
const LOOKS = 200_000

/** Takes a processor's program through a batch, one instance of the test after the other. */
export type Walk = (walking: Walking) => void

export interface Walking {
  /** The locations, the private word that fences exchange with, and the counter for walking in step. */
  readonly memory: Int32Array
  /** What the program reads: `registers` words to an instance. */
  readonly read: Int32Array
  readonly count: number
  /** The first instance, and how far it is to the next; instances are numbered around. */
  readonly start: number
  readonly step: number
  /** Words from one instance to the next, and where in it each location is. */
  readonly span: number
  readonly offsets: readonly number[]
  /** Where in memory the private word is. */
  readonly fence: number
  /** Where the counter for walking in step is, what it stands at, and how many walk; nobody waits if that is 0. */
  readonly counter: number
  readonly goal: number
  readonly walkers: number
  /**
   * The one who comes last goes on at once, while the others hear of it later: so in step each waits for a moment more,
   * drawn from `seed` for each instance, of no more looks than this.
   */
  readonly mostDelay: number
  readonly seed: number
}

/**
 * The body of a `Walk`, made for one program, so that V8 compiles every access to one instruction of the processor:
 * loads and stores to `mov`, exchanges to `xchg`, additions to `lock xadd`, compare-and-exchange to `lock cmpxchg`.
 * JavaScript has no fence: `mfence` is an exchange with a word that nobody else uses, which is as strong; `sfence` and
 * `lfence` do nothing to ordinary memory on x86, and are left out.
 */
export function walkSource({ threads, init }: LitmusTest, processor: number, loads: Loads): string {
  const thread = threads[processor]!
  const registers = registersOf(thread)
  const locations = Object.keys(init)
  return `
    const { memory, read, count, start, step, span, offsets, fence, counter, goal, walkers, mostDelay, seed } = walking
    const [${locations.map((_, l) => `o${l}`).join(', ')}] = offsets
    const last = count - 1
    let patient = true
    let drawn = seed
    for (let k = 0, due = goal; k < count; k++) {
      const i = (start + k * step) & last
      const at = i * span
      ${[...new Set([...registers, ...used(thread)])].map((r) => `let ${r} = 0`).join('\n      ')}
      if (walkers > 0) {
        due = (due + walkers) | 0
        Atomics.add(memory, counter, 1)
        for (let looks = 0; patient && ((Atomics.load(memory, counter) - due) | 0) < 0; looks++) patient = looks < ${LOOKS}
        drawn = (Math.imul(drawn, 1103515245) + 12345) | 0
        for (let delay = (drawn >>> 16) & mostDelay; delay > 0; delay--) Atomics.load(memory, fence)
      }
      ${thread.map((instruction) => statement(instruction, locations, loads)).join('\n      ')}
      ${registers.map((r, n) => `read[i * ${registers.length} + ${n}] = ${r}`).join('\n      ')}
    }`
}

/** The registers whose values a program stores, adds or compares with. */
function used(thread: readonly Instruction[]): string[] {
  const values = thread.flatMap((i) => [...('val' in i ? [i.val] : []), ...('expect' in i ? [i.expect] : [])])
  return values.flatMap((value) => (typeof value === 'number' ? [] : [value.reg]))
}

function statement(instruction: Instruction, locations: readonly string[], loads: Loads): string {
  const place = (loc: string) => `memory, at + o${locations.indexOf(loc)}`
  const into = ({ reg }: { readonly reg?: string }) => (reg === undefined ? '' : `${reg} = `)
  return match(instruction)
    .with({ op: 'store' }, (i) => `memory[at + o${locations.indexOf(i.loc)}] = ${valueSource(i.val)}`)
    .with({ op: 'load' }, (i) =>
      loads === 'plain'
        ? `${i.reg} = memory[at + o${locations.indexOf(i.loc)}]`
        : `${i.reg} = Atomics.load(${place(i.loc)})`,
    )
    .with({ op: 'xchg' }, (i) => `${into(i)}Atomics.exchange(${place(i.loc)}, ${valueSource(i.val)})`)
    .with({ op: 'xadd' }, (i) => `${into(i)}Atomics.add(${place(i.loc)}, ${valueSource(i.val)})`)
    .with(
      { op: 'cmpxchg' },
      (i) => `${into(i)}Atomics.compareExchange(${place(i.loc)}, ${valueSource(i.expect)}, ${valueSource(i.val)})`,
    )
    .with({ op: P.union('mfence', 'fence') }, () => 'Atomics.exchange(memory, fence, 1)')
    .with({ op: P.union('sfence', 'lfence') }, () => '')
    .exhaustive()
}

function valueSource(value: Value): string {
  return typeof value === 'number' ? String(value) : `((${value.reg} + ${value.add ?? 0}) | 0)`
}
