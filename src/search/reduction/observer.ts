import type { Model } from '../../model/model.js'
import { ModelFailure } from '../../schema/failure.js'
import type { StructLayout } from '../../schema/layout.js'
import { writeCode } from '../../schema/pack.js'
import { buildViews, type Observed, type Views } from '../../schema/views.js'
import { isStopped } from '../../system/outcome.js'
import { Choices, type Pick, picker } from '../../system/pick.js'
import { anyValue, type ViewInternals } from '../expansion.js'
import { placeOf } from '../place.js'
import type { Instance } from './instances.js'
import { FAILED } from './sensitivity.js'

/** What one instance did in one state. */
export interface Observation {
  /** The bits it read; for a step condition those of the state before, then those of the state after. */
  readonly reads: Uint8Array
  /** What came of it, once for each combination of choices; nothing if it was blocked. */
  readonly effects: readonly Effect[]
  /** Whether a condition held; null for anything else. */
  readonly held: boolean | null
  /** The model failed in it. */
  readonly failed: boolean
}

export interface Effect {
  /** The bits that were written. */
  readonly writes: Uint8Array
  /** The state afterwards. */
  readonly after: Int32Array
}

/** A state of its own, and the views over it that note what is touched. */
interface Watched {
  readonly state: Int32Array
  readonly bytes: Uint8Array
  readonly noted: Observed
  readonly views: Views
}

/** Runs single instances over views that note what is touched. Slower than the expansion, which it leaves alone. */
export class Observer {
  private readonly first: Watched
  /** The state after a step, for the conditions that look at two. */
  private second: Watched | null = null
  private readonly choices = new Choices()
  private readonly pick: Pick

  /** `meaningful` are the bits that count: not those beyond the universe of a set. */
  constructor(
    private readonly model: Model,
    private readonly layout: StructLayout,
    private readonly words: number,
    private readonly meaningful: Uint8Array,
  ) {
    this.pick = picker(this.choices, (view) => {
      const { $, $layout } = view as ViewInternals
      this.first.noted.writes.fill(255, $, $ + ($layout?.bytes ?? 0))
      anyValue(view as ViewInternals, this.first.bytes, this.choices)
    })
    this.first = this.watched()
  }

  /** Runs an instance in a state; a step condition also needs the state after the step. */
  observe(instance: Instance, state: Int32Array, after: Int32Array | null): Observation {
    this.first.noted.reads.fill(0)
    switch (instance.kind) {
      case 'step':
        return this.step(instance, state)
      case 'action':
        return this.action(instance, state)
      case 'condition':
        this.first.state.set(state)
        return this.judge(() => instance.holds(this.first.views.root as never))
      case 'step condition':
        return this.stepCondition(instance.holds, state, after!)
    }
  }

  /** Asks a condition on states again and again; the caller changes the state. What was read adds up. */
  asking(instance: Instance, state: Int32Array): { readonly reads: Uint8Array; answer(): number } {
    if (instance.kind !== 'condition') throw new TypeError('only conditions on states can be asked')
    const { state: draft, views } = this.first
    this.first.noted.reads.fill(0)
    views.setMode(0)
    return {
      reads: this.first.noted.reads,
      answer() {
        draft.set(state)
        try {
          return instance.holds(views.root as never) ? 1 : 0
        } catch {
          return FAILED
        }
      },
    }
  }

  private step({ program, label, process }: Extract<Instance, { kind: 'step' }>, state: Int32Array): Observation {
    const s = this.part(program.lens)
    const family = (s as { readonly [name: string]: unknown })[program.path.at(-1)!]
    const me = program.count === null ? family : (family as { get(i: number): unknown }).get(process)
    const place = placeOf(this.layout, program)
    const field = place.process.fields.find((f) => f.name === 'at')!
    const at = place.offset + field.offset + process * place.stride
    this.first.noted.reads.fill(255, at, at + field.layout.bytes)
    return this.run(state, () => {
      const to = program.steps[label]!(s as never, me as never, this.pick)
      if (isStopped(to)) return false
      const next =
        to === undefined ? label + 1 : to === 'done' ? program.labels.length : program.labels.indexOf(to as string)
      if (next < 0) throw new ModelFailure({ tag: 'no such label', label: String(to), labels: program.labels })
      writeCode(this.first.bytes, at, field.layout.bytes, next)
      this.first.noted.writes.fill(255, at, at + field.layout.bytes)
      return true
    })
  }

  private action(instance: Extract<Instance, { kind: 'action' }>, state: Int32Array): Observation {
    const { action } = instance
    const s = this.part(action.lens) as never
    const p = instance.arguments as never
    this.first.state.set(state)
    this.first.views.setMode(0)
    try {
      if (action.when && !action.when(s, p)) return this.observation([])
    } catch {
      return this.failure()
    }
    return this.run(state, () => !isStopped(action.do(s, p, this.pick)))
  }

  /** Runs the body once for each combination of choices; it tells whether it went through. */
  private run(state: Int32Array, body: () => boolean): Observation {
    const effects: Effect[] = []
    this.choices.reset()
    do {
      this.first.state.set(state)
      this.first.noted.writes.fill(0)
      this.first.views.setMode(1)
      try {
        if (body()) effects.push({ writes: this.masked(this.first.noted.writes), after: this.first.state.slice() })
      } catch (thrown) {
        if (!isStopped(thrown)) return this.failure()
      } finally {
        this.first.views.setMode(0)
      }
    } while (this.choices.advance())
    return this.observation(effects)
  }

  private stepCondition(
    holds: (before: never, after: never) => boolean,
    before: Int32Array,
    after: Int32Array,
  ): Observation {
    this.second ??= this.watched()
    const { first, second } = this
    first.state.set(before)
    second.state.set(after)
    second.noted.reads.fill(0)
    const observation = this.judge(() => holds(first.views.root as never, second.views.root as never))
    const reads = new Uint8Array(8 * this.words)
    reads.set(observation.reads)
    reads.set(this.masked(second.noted.reads), 4 * this.words)
    return { ...observation, reads }
  }

  private judge(holds: () => boolean): Observation {
    this.first.views.setMode(0)
    try {
      const held = holds()
      return { ...this.observation([]), held }
    } catch {
      return this.failure()
    }
  }

  /** The model failed; how is for the search to report, which meets the same failure. */
  private failure(): Observation {
    return { ...this.observation([]), failed: true }
  }

  private observation(effects: readonly Effect[]): Observation {
    return { reads: this.masked(this.first.noted.reads), effects, held: null, failed: false }
  }

  private part(lens: readonly string[]): unknown {
    return lens.reduce<unknown>(
      (part, name) => (part as { readonly [name: string]: unknown })[name],
      this.first.views.root,
    )
  }

  private masked(bits: Uint8Array): Uint8Array {
    return bits.map((byte, i) => byte & this.meaningful[i]!)
  }

  private watched(): Watched {
    const { model, layout, words } = this
    const state = new Int32Array(words)
    const bytes = new Uint8Array(state.buffer)
    const noted = { reads: new Uint8Array(bytes.length), writes: new Uint8Array(bytes.length) }
    const identified = new Set(
      model.behaviour.flatMap((b) => (b.kind === 'program' ? [placeOf(layout, b).process] : [])),
    )
    return { state, bytes, noted, views: buildViews(layout, bytes, { identified, observed: noted, pick: this.pick }) }
  }
}
