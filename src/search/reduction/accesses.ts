import type { Model } from '../../model/model.js'
import type { StructLayout } from '../../schema/layout.js'
import { include, keyOf, overlap } from './bits.js'
import type { Images } from './images.js'
import type { Instances } from './instances.js'
import { MaskedStates } from './masked-states.js'
import { type Observation, Observer } from './observer.js'
import type { Permute } from './permute.js'
import { effectOn, type HARMS, type HEALS, type Sense, sensesOf } from './sensitivity.js'

/** What an instance touches in a state, and in every state that agrees with it on what is read. */
export interface Access {
  readonly instance: number
  readonly reads: Uint8Array
  readonly writes: Uint8Array
  /** It can be taken, or it fails. */
  readonly enabled: boolean
  /** Whether a condition holds; null for anything else. */
  readonly held: boolean | null
  /** What it can do to conditions: two bits for each, in the order of `Instances.conditions`. */
  readonly changes: Uint8Array
}

/**
 * What the instances of a model have been seen to touch: in the state at hand exactly, and in all states so far taken
 * together. An instance is run over observing views once for each combination of values that it reads; after that it is
 * known what it touches.
 */
export class Accesses {
  /** All that an instance was ever seen to read, and to write. */
  readonly reads: readonly Uint8Array[]
  readonly writes: readonly Uint8Array[]
  /** What it was ever seen to be able to do to conditions. */
  readonly changes: readonly Uint8Array[]
  /** How often one of these has grown. */
  version = 0
  private readonly observer: Observer
  private readonly senses: readonly (Sense[] | null)[]
  /** For each instance, the accesses by the states in which they were seen. */
  private readonly known: { readonly states: MaskedStates; readonly accesses: Access[] }[][]
  private readonly interned = new Map<string, Access>()

  constructor(
    model: Model,
    layout: StructLayout,
    words: number,
    private readonly instances: Instances,
    private readonly images: Images,
    private readonly masks: Permute,
  ) {
    const size = 4 * words
    this.reads = instances.all.map(() => new Uint8Array(size))
    this.writes = instances.all.map(() => new Uint8Array(size))
    this.changes = instances.all.map(() => new Uint8Array(Math.ceil(instances.conditions.length / 4)))
    this.known = instances.all.map(() => [])
    this.observer = new Observer(model, layout, words, new Uint8Array(size).fill(255))
    this.senses = instances.conditions.map((c) =>
      sensesOf(instances.all[c]!, instances.decides(c), layout, words, this.observer),
    )
  }

  /** What the instance touches in the state. */
  in(instance: number, state: Int32Array): Access {
    for (const { states, accesses } of this.known[instance]!) {
      const found = states.indexOf(state)
      if (found >= 0) return accesses[found]!
    }
    return this.look(instance, state)
  }

  private look(instance: number, state: Int32Array): Access {
    const observation = this.observer.observe(this.instances.all[instance]!, state, null)
    const access = this.accessOf(instance, observation, new Uint8Array(state.buffer, state.byteOffset))
    const sets = this.known[instance]!
    let set = sets.find(({ states }) => states.mask.every((byte, i) => byte === access.reads[i]))
    if (!set) {
      set = { states: new MaskedStates(access.reads), accesses: [] }
      sets.push(set)
    }
    set.states.add(state)
    set.accesses.push(access)
    this.spread(this.reads, instance, access.reads, true)
    this.spread(this.writes, instance, access.writes, true)
    this.spread(this.changes, instance, access.changes, false)
    return access
  }

  /** Adds bits to what is known of an instance, and their images to what is known of its images. */
  private spread(of: readonly Uint8Array[], instance: number, bits: Uint8Array, areOfState: boolean): void {
    if (!include(of[instance]!, bits)) return
    this.version++
    for (const generator of this.images.generators) {
      const image = of[instance]!.slice()
      if (areOfState) this.masks(of[instance]!, image, generator.permutation)
      this.spread(of, generator.instance[instance]!, image, areOfState)
    }
  }

  /** Equal accesses are one object, so that what follows from them can be remembered by it. */
  private accessOf(instance: number, observation: Observation, state: Uint8Array): Access {
    const { reads, effects, held, failed } = observation
    const writes = new Uint8Array(reads.length)
    for (const effect of effects) include(writes, effect.writes)
    const enabled = failed || effects.length > 0
    const changes = this.changesOf(observation, state)
    const key = `${instance}|${enabled}|${held}|${[reads, writes, changes].map((bits) => keyOf(bits, bits)).join('|')}`
    const known = this.interned.get(key)
    if (known) return known
    const access = { instance, reads, writes, enabled, held, changes }
    this.interned.set(key, access)
    return access
  }

  /** Whether something with these changes and these writes can lead a condition to a finding, or away from one. */
  alters(effect: typeof HARMS | typeof HEALS, changes: Uint8Array, writes: Uint8Array, condition: number): boolean {
    const c = this.instances.conditions.indexOf(condition)
    if (c < 0) return false
    if (this.senses[c] === null) return overlap(writes, this.reads[condition]!)
    return ((changes[c >> 2]! >> (2 * (c & 3))) & effect) !== 0
  }

  private changesOf({ reads, effects }: Observation, before: Uint8Array): Uint8Array {
    const changes = new Uint8Array(this.changes[0]?.length ?? 0)
    this.senses.forEach((senses, c) => {
      for (const sense of senses ?? [])
        for (const { writes, after } of effects) {
          const effect = effectOn(sense, { reads, writes, before, after: new Uint8Array(after.buffer) })
          changes[c >> 2]! |= effect << (2 * (c & 3))
        }
    })
    return changes
  }
}
