import { array, blocked, component, id, oneOf, option, type Pick, set, struct } from '../../../src/index.js'

export interface InterruptOptions<V extends string> {
  readonly cpus: number
  /** The kinds of interrupt, all of one priority. */
  readonly vectors: readonly V[]
}

/**
 * Inter-processor interrupts (Intel SDM 3A, 10.8): one bit for each vector and target says that it was asked for. Sending
 * sets the bit; the interrupt is delivered at any later point at which the target lets it in, which clears the bit, and its
 * handler runs with interrupts off. Whatever is sent before that finds the bit set, and leaves no trace: two requests may
 * come to one interrupt. One more can be pending while the vector is in service; none is delivered before the end of the
 * one in service.
 *
 * The time that an interrupt is on its way, and the time that it waits at the target, are one and the same here.
 *
 * Whether a handler is a program of its own beside the one it interrupts (`interruptible`), or labels of the same program,
 * is up to the system:
 *
 *     components: ({ cpus }) => ({ interrupts: interrupts({ cpus, vectors: ['shootdown'] }) }),
 *     program('handler', {
 *       idle: (s, me, pick) => deliver(s.interrupts, me.id, pick(deliverable(s.interrupts, me.id))),
 *       shootdown: (s, me) => …, 'end': …
 */
export function interrupts<const V extends string>({ cpus, vectors }: InterruptOptions<V>) {
  const vector = oneOf(...vectors)
  return component({
    state: struct({
      cpu: array(
        id('cpu', cpus),
        struct({
          /** Whether it lets interrupts in: `on` and `halted` do. */
          mode: oneOf('on', 'off', 'handler', 'halted'),
          pending: set(vector),
          inService: option(vector),
        }),
      ),
    }),
    properties: ({ step }) => ({
      'nothing is delivered while interrupts are off': step((before, after) =>
        before.cpu.every((cpu, i) => letsIn(cpu) || cpu.pending.every((v) => after.cpu.get(i).pending.has(v))),
      ),
      'nothing is in service unless it was sent': step((before, after) =>
        after.cpu.every(({ inService }, i) => {
          const cpu = before.cpu.get(i)
          return inService === null || inService === cpu.inService || cpu.pending.has(inService)
        }),
      ),
    }),
  })
}

/** Asks for an interrupt on the target. If the same was asked for already and not yet delivered, this one is lost in it. */
export function send<V extends string>(s: Interrupts<V>, target: number, vector: V): void {
  s.cpu.get(target).pending.add(vector)
}

/** The interrupts that the processor may take now. */
export function deliverable<V extends string>(s: Interrupts<V>, cpu: number): V[] {
  const me = s.cpu.get(cpu)
  return letsIn(me) && me.inService === null ? [...me.pending] : []
}

/** Takes an interrupt, which must be deliverable: wakes the processor, and switches interrupts off. */
export function deliver<V extends string>(s: Interrupts<V>, cpu: number, vector: V): V {
  const me = s.cpu.get(cpu)
  me.pending.delete(vector)
  me.inService = vector
  me.mode = 'handler'
  return vector
}

/** Lets the next interrupt be delivered, as far as interrupts are on. */
export function endOfInterrupt(s: Interrupts, cpu: number): void {
  s.cpu.get(cpu).inService = null
}

/** Leaves the handler; interrupts are on, as they were. */
export function returnFromInterrupt(s: Interrupts, cpu: number): void {
  s.cpu.get(cpu).mode = 'on'
}

export function switchOff(s: Interrupts, cpu: number): void {
  s.cpu.get(cpu).mode = 'off'
}

export function switchOn(s: Interrupts, cpu: number): void {
  s.cpu.get(cpu).mode = 'on'
}

/** Sleeps until an interrupt; interrupts are on from this same step (`sti; hlt`, where none can come in between). */
export function halt(s: Interrupts, cpu: number): void {
  s.cpu.get(cpu).mode = 'halted'
}

/** The program of what handlers interrupt: each of its steps waits while the processor is in a handler, or asleep. */
export function interruptible<P extends { readonly steps: Steps }>(program: P): P {
  const waiting =
    (step: AnyStep): AnyStep =>
    (s, me, pick) => {
      const { mode } = (s as HasInterrupts).interrupts.cpu.get((me as { readonly id: number }).id)
      return mode === 'on' || mode === 'off' ? step(s, me, pick) : blocked
    }
  const steps = Object.entries(program.steps).map(([label, step]) => [label, waiting(step)])
  return { ...program, steps: Object.fromEntries(steps) }
}

type AnyStep = (s: never, me: never, pick: Pick) => unknown
type Steps = { readonly [label: string]: AnyStep }

interface HasInterrupts {
  readonly interrupts: Interrupts
}

interface Cpu<V extends string> {
  mode: 'on' | 'off' | 'handler' | 'halted'
  readonly pending: Iterable<V> & { has(vector: V): boolean; add(vector: V): void; delete(vector: V): void }
  inService: V | null
}

/** The part's state, as far as what works on it needs to know. */
// biome-ignore lint/suspicious/noExplicitAny: whatever vectors there are
export interface Interrupts<V extends string = any> {
  readonly cpu: { get(index: number): Cpu<V> }
}

function letsIn({ mode }: { readonly mode: string }): boolean {
  return mode === 'on' || mode === 'halted'
}
