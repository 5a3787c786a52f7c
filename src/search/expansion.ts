import type { BoundAction, BoundProgram, Model } from '../model/model.js'
import { faultOf, ModelFailure } from '../schema/failure.js'
import { type Layout, layoutOf, type StructLayout } from '../schema/layout.js'
import { readPlain, writeCode, writeInitial } from '../schema/pack.js'
import { cardinality, decode, valuesOf } from '../schema/scalar.js'
import type { ScalarType } from '../schema/type.js'
import { buildViews, type Views } from '../schema/views.js'
import { blocked, boundOf, isStopped } from '../system/outcome.js'
import { Choices, type Pick, picker } from '../system/pick.js'
import { Cuts } from './cuts.js'
import { expansionSource } from './expansion-source.js'
import { observed } from './observers/observed.js'
import type { Observer } from './observers/observer.js'
import { observersOf } from './observers/observers-of.js'
import { placeOf } from './place.js'
import { StepFault } from './step-fault.js'

export { StepFault } from './step-fault.js'

/**
 * The one place where a model's steps are run. Every strategy loads a state and is shown its successors, one after the
 * other, in an order that depends on the state alone; a successor is known by its position in that order.
 */
export interface Expansion {
  readonly model: Model
  readonly layout: StructLayout
  /** The size of a packed state in 32-bit words. */
  readonly words: number
  /** The state that is being expanded. */
  readonly current: Int32Array
  /** Inside a visit: the successor. Elsewhere: the same as `current`. */
  readonly draft: Int32Array
  /** What runs along: each has one word at the end of the state. */
  readonly observers: readonly Observer[]
  /** The view of `draft`, for properties; it cannot be written. */
  readonly view: never
  /** The view of `current`. */
  before(): never
  /** What can happen: one site for each label of each program, one for each action. */
  readonly sites: readonly Site[]
  /** How often each site was taken since the expansion was built. */
  readonly taken: Float64Array
  /** Steps that were cut off at bounds of the model itself. */
  readonly cuts: Cuts
  /** Makes the packed state that begins at `source[at]` the one to expand. */
  load(source: Int32Array, at: number): void
  /** Puts the packed state at `source[at]` into the draft, to be looked at through `view`. */
  show(source: Int32Array, at: number): void
  /** Shows each initial state. Its fingerprint is given as two halves. */
  initialStates(visit: Visit): void
  /**
   * Shows each successor of the loaded state, whose fingerprint is given. Throws whatever a step throws; then `event`
   * says which one it was.
   */
  successors(low: number, high: number, visit: Visit): void
  /** What led to the successor being shown: within a visit, or after `successors` threw. */
  event(): Event
  /** The same as numbers: the site, and the process that took it or the combination of arguments. */
  readonly at: { readonly site: number; readonly process: number }
  /** Every program has ended in the loaded state; false if there are no programs. */
  allDone(): boolean
  /** The draft as a plain value. */
  plain(): unknown
}

export type Visit = (low: number, high: number) => void

export type Site =
  | { readonly kind: 'step'; readonly program: BoundProgram; readonly label: string }
  | { readonly kind: 'action'; readonly action: BoundAction; readonly combinations: readonly Arguments[] }

type Arguments = { readonly [name: string]: unknown }

/** One transition: who did what. */
export interface Event {
  /** `cpu 1`, or null for an action. */
  readonly process: string | null
  /** The label of the step, or the name of the action. */
  readonly label: string
  /** The arguments of an action. */
  readonly arguments: Arguments
  /** Which alternative each `pick` took, and what it was. */
  readonly choices: readonly number[]
  readonly picked: readonly unknown[]
}

/** The expansion of a model, with whatever its properties need to run along. */
export function expansionOf(model: Model): Expansion {
  return observed(bareExpansionOf(model), observersOf(model))
}

/** The expansion of the system alone, without anything that runs along. */
export function bareExpansionOf(model: Model): Expansion {
  const layout = layoutOf(model.state) as StructLayout
  const words = Math.max(1, Math.ceil(layout.bytes / 4))
  const current = new Int32Array(words)
  const draft = new Int32Array(words)
  const bytes = new Uint8Array(draft.buffer)
  const identified = new Set(model.behaviour.flatMap((b) => (b.kind === 'program' ? [placeOf(layout, b).process] : [])))
  const choices = new Choices()
  const pick = picker(choices, (view) => {
    // It writes bytes, past the views: if the step is blocked after all, they have to be taken back.
    views.setMode(2)
    anyValue(view as ViewInternals, bytes, choices)
  })
  const views = buildViews(layout, bytes, { identified, pick })
  let before: Views | null = null
  const sites = model.behaviour.flatMap(sitesOf)
  const taken = new Float64Array(sites.length)
  const at = { site: 0, process: 0 }
  const cuts = new Cuts(at)

  const generated = generate(model, layout, { views, draft, current, bytes, sites, taken, choices, pick, at, cuts })

  return {
    model,
    layout,
    words,
    current,
    draft,
    observers: [],
    view: views.root as never,
    before() {
      before ??= buildViews(layout, new Uint8Array(current.buffer), { identified })
      return before.root as never
    },
    sites,
    taken,
    cuts,
    load(source, from) {
      for (let k = 0; k < words; k++) draft[k] = current[k] = source[from + k]!
    },
    show(source, from) {
      for (let k = 0; k < words; k++) draft[k] = source[from + k]!
    },
    initialStates(visit) {
      choices.reset()
      cuts.begin()
      at.site = -1
      do {
        draft.fill(0)
        writeInitial(layout, bytes, 0)
        if (initialise(model, views, pick, cuts)) generated.show(visit)
      } while (choices.advance())
    },
    successors: generated.successors,
    event: () => eventOf(sites, at, choices),
    at,
    allDone: generated.allDone,
    plain: () => readPlain(layout, bytes, 0),
  }
}

/** Runs the model's own initialisation over the draft; false if it discards this one. */
function initialise(model: Model, views: Views, pick: Pick, cuts: Cuts): boolean {
  if (model.initial === null) return true
  views.setMode(1)
  try {
    return heeded(model.initial(views.root as never, pick), cuts) !== blocked
  } catch (thrown) {
    if (!isStopped(thrown)) throw new StepFault(faultOf(thrown))
    heeded(thrown, cuts)
    return false
  } finally {
    views.setMode(0)
  }
}

/** What a step returned or threw: one that would lead beyond a bound is noted, and is as good as blocked. */
function heeded(outcome: unknown, cuts: Cuts): unknown {
  const bound = boundOf(outcome)
  if (bound === null) return outcome
  cuts.note(bound)
  return blocked
}

export interface Generated {
  readonly successors: Expansion['successors']
  readonly allDone: () => boolean
  /** Shows the draft as it is. */
  readonly show: (visit: Visit) => void
}

export interface Surroundings {
  readonly views: Views
  readonly draft: Int32Array
  readonly current: Int32Array
  readonly bytes: Uint8Array
  readonly sites: readonly Site[]
  readonly taken: Float64Array
  readonly choices: Choices
  readonly pick: unknown
  readonly at: { site: number; process: number }
  readonly cuts: Cuts
}

function generate(model: Model, layout: StructLayout, given: Surroundings): Generated {
  const constants: unknown[] = []
  const source = expansionSource(model, layout, given.sites, constants)
  return new Function('given', 'K', 'X', source)(given, constants, {
    blocked,
    heeded: (outcome: unknown) => heeded(outcome, given.cuts),
    stopped(thrown: unknown): unknown {
      if (!isStopped(thrown)) throw new StepFault(faultOf(thrown))
      return heeded(thrown, given.cuts)
    },
    unknownLabel(program: BoundProgram, label: unknown): never {
      throw new StepFault({ tag: 'no such label', label: String(label), labels: program.labels })
    },
    failed(thrown: unknown): never {
      throw new StepFault(faultOf(thrown))
    },
  }) as Generated
}

function sitesOf(behaviour: BoundProgram | BoundAction): Site[] {
  return behaviour.kind === 'program'
    ? behaviour.labels.map((label) => ({ kind: 'step', program: behaviour, label }))
    : [{ kind: 'action', action: behaviour, combinations: combinationsOf(behaviour.parameters) }]
}

/** Every combination of arguments, the last one varying fastest. */
export function combinationsOf(parameters: { readonly [name: string]: ScalarType }): Arguments[] {
  return Object.entries(parameters).reduce<Arguments[]>(
    (combinations, [name, type]) =>
      combinations.flatMap((c) => valuesOf(type).map((value) => Object.freeze({ ...c, [name]: value }))),
    [Object.freeze({})],
  )
}

function eventOf(sites: readonly Site[], at: { site: number; process: number }, choices: Choices): Event {
  const site = sites[at.site]
  const made = { choices: choices.taken.slice(0, choices.made), picked: choices.values.slice(0, choices.made) }
  if (site === undefined) return { process: null, label: 'initial state', arguments: {}, ...made }
  return site.kind === 'step'
    ? { process: processName(site.program, at.process), label: site.label, arguments: {}, ...made }
    : { process: null, label: site.action.name, arguments: site.combinations[at.process] ?? {}, ...made }
}

export function processName(program: BoundProgram, index: number): string {
  return program.count === null ? program.name : `${program.name} ${index}`
}

export interface ViewInternals {
  readonly $: number
  readonly $layout: Layout
}

/** Any value of a composite: every combination of its scalars is a choice. */
export function anyValue(view: ViewInternals, bytes: Uint8Array, choices: Choices): void {
  /** A choice, noted as what it stands for: whoever reads the run wants the value. */
  const choose = (count: number, meaning: (code: number) => unknown): number => {
    const code = choices.choose(count)
    choices.note(meaning(code))
    return code
  }
  const fill = (layout: Layout, offset: number): void => {
    switch (layout.tag) {
      case 'scalar':
        writeCode(
          bytes,
          offset,
          layout.bytes,
          choose(cardinality(layout.type), (code) => decode(layout.type, code)),
        )
        return
      case 'struct':
        for (const field of layout.fields) fill(field.layout, offset + field.offset)
        return
      case 'array':
        for (let i = 0; i < layout.length; i++) fill(layout.element, offset + i * layout.element.bytes)
        return
      case 'set':
        for (let c = 0; c < layout.universe; c++) {
          const bit = 1 << (c & 7)
          if (choose(2, (isIn) => isIn === 1) === 1) bytes[offset + (c >> 3)]! |= bit
          else bytes[offset + (c >> 3)]! &= ~bit
        }
        return
      case 'queue': {
        bytes.fill(0, offset, offset + layout.bytes)
        const length = choose(layout.capacity + 1, (n) => `${n} in the queue`)
        writeCode(bytes, offset, layout.lengthBytes, length)
        for (let i = 0; i < length; i++) fill(layout.element, offset + layout.lengthBytes + i * layout.element.bytes)
        return
      }
      case 'option':
        bytes.fill(0, offset, offset + layout.bytes)
        bytes[offset] = choose(2, (is) => (is === 1 ? 'some' : 'none'))
        if (bytes[offset] === 1) fill(layout.element, offset + 1)
    }
  }
  if (typeof view !== 'object' || view.$layout === undefined)
    throw new ModelFailure({ tag: 'misuse', message: 'pick.any takes a part of the state that is not a single value' })
  fill(view.$layout, view.$)
}
