import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  deliver,
  deliverable,
  endOfInterrupt,
  halt,
  type Interrupts,
  interruptible,
  interrupts,
  returnFromInterrupt,
  send,
  switchOff,
  switchOn,
} from '../../models/hardware/interrupts/interrupts.js'
import { blocked, struct, system } from '../../src/index.js'
import { layoutOf } from '../../src/schema/layout.js'
import { writeInitial } from '../../src/schema/pack.js'
import { buildViews } from '../../src/schema/views.js'
import { runs } from '../../test/runs.js'
import { shortestViolation } from '../microkernel/verdict.js'

const VECTORS = ['a', 'b'] as const
type Vector = (typeof VECTORS)[number]

/** Two vectors, two processors, as the functions see them. */
function fresh(): Interrupts<Vector> {
  const layout = layoutOf(interrupts({ cpus: 2, vectors: VECTORS }).state)
  const bytes = new Uint8Array(layout.bytes)
  writeInitial(layout, bytes, 0)
  const views = buildViews(layout, bytes)
  views.setMode(1)
  return views.root as Interrupts<Vector>
}

describe('interrupts', () => {
  it('come to one if they are sent before the first is delivered', () => {
    const s = fresh()
    send(s, 1, 'a')
    send(s, 1, 'a')
    expect(deliverable(s, 0)).toEqual([])
    expect(deliverable(s, 1)).toEqual(['a'])
    deliver(s, 1, 'a')
    endOfInterrupt(s, 1)
    returnFromInterrupt(s, 1)
    expect(deliverable(s, 1)).toEqual([])
  })

  it('come twice if the second is sent while the first is in service', () => {
    const s = fresh()
    send(s, 1, 'a')
    deliver(s, 1, 'a')
    send(s, 1, 'a')
    returnFromInterrupt(s, 1)
    // Not before the end of the one in service.
    expect(deliverable(s, 1)).toEqual([])
    endOfInterrupt(s, 1)
    expect(deliverable(s, 1)).toEqual(['a'])
  })

  it('wait while they are switched off, and wake a processor that sleeps', () => {
    const s = fresh()
    switchOff(s, 0)
    send(s, 0, 'a')
    send(s, 0, 'b')
    expect(deliverable(s, 0)).toEqual([])
    switchOn(s, 0)
    expect(deliverable(s, 0)).toEqual(['a', 'b'])
    halt(s, 0)
    expect(deliver(s, 0, 'b')).toBe('b')
    expect(s.cpu.get(0).mode).toBe('handler')
    expect(deliverable(s, 0)).toEqual([])
  })

  it('can be delivered exactly when the events so far say so', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const s = fresh()
        const past: Event[] = []
        for (const wanted of events) {
          for (const cpu of [0, 1])
            expect(deliverable(s, cpu)).toEqual(VECTORS.filter((vector) => isDeliverable(past, cpu, vector)))
          const { what, cpu, vector } = wanted
          if (what === 'deliver' && !isDeliverable(past, cpu, vector)) continue
          OPERATIONS[what](s, cpu, vector)
          past.push(wanted)
        }
      }),
      { numRuns: runs(500) },
    )
  })

  it('keep what they interrupt from going on, and one that sleeps from doing anything', () => {
    const { steps } = interruptible({ steps: { step: (_s: never, _me: never) => 'taken' } })
    const take = (s: Interrupts<Vector>, id: number) => steps.step({ interrupts: s } as never, { id } as never)
    const s = fresh()
    send(s, 1, 'a')
    deliver(s, 1, 'a')
    expect([take(s, 0), take(s, 1)]).toEqual(['taken', blocked])
    returnFromInterrupt(s, 1)
    switchOff(s, 0)
    expect([take(s, 0), take(s, 1)]).toEqual(['taken', 'taken'])
    halt(s, 0)
    expect(take(s, 0)).toBe(blocked)
  })

  it.each([
    ['nothing is delivered while interrupts are off', ['a']],
    ['nothing is in service unless it was sent', []],
  ] as const)('a processor that breaks the rules is found out: %s', (property, sent) => {
    const wild = system('wild', {
      components: () => ({ interrupts: interrupts({ cpus: 1, vectors: VECTORS }) }),
      state: () => struct({}),
      initial: (s) => {
        for (const vector of sent) send(s.interrupts, 0, vector)
        if (sent.length > 0) switchOff(s.interrupts, 0)
      },
      behaviour: ({ action }) => [action('take anything', { do: (s) => void deliver(s.interrupts, 0, 'a') })],
      mayStop: () => true,
    })
    expect(shortestViolation(wild())).toEqual([`interrupts: ${property}`, 1])
  })
})

const OPERATIONS = {
  send: (s: Interrupts<Vector>, cpu: number, vector: Vector) => send(s, cpu, vector),
  deliver: (s: Interrupts<Vector>, cpu: number, vector: Vector) => deliver(s, cpu, vector),
  'end of interrupt': endOfInterrupt,
  return: returnFromInterrupt,
  off: switchOff,
  on: switchOn,
  halt,
}

interface Event {
  readonly what: keyof typeof OPERATIONS
  readonly cpu: number
  readonly vector: Vector
}

const event: fc.Arbitrary<Event> = fc.record({
  what: fc.constantFrom(...(Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[])),
  cpu: fc.nat(1),
  vector: fc.constantFrom(...VECTORS),
})

/** By the past alone: asked for since it was last delivered, let in by the last word on it, and nothing in service. */
function isDeliverable(past: readonly Event[], cpu: number, vector: Vector): boolean {
  const own = past.filter((e) => e.cpu === cpu)
  const last = (is: (e: Event) => boolean) => own.findLastIndex(is)
  const isAsked =
    last((e) => e.what === 'send' && e.vector === vector) > last((e) => e.what === 'deliver' && e.vector === vector)
  const isLetIn = ['on', 'halt', 'return', undefined].includes(
    own.findLast((e) => e.what !== 'send' && e.what !== 'end of interrupt')?.what,
  )
  const isFree = last((e) => e.what === 'end of interrupt') >= last((e) => e.what === 'deliver')
  return isAsked && isLetIn && isFree
}
