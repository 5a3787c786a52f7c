import type { Restorable } from '../schema/views.js'
import type { AnyStep } from '../system/behaviour.js'
import { UsageFailure } from '../system/errors.js'
import { blocked, done } from '../system/outcome.js'
import { withLabels } from './build.js'
import { type Flow, outcomeOf } from './flow.js'
import type { BoundAction, BoundProgram, Model } from './model.js'

export const mutantKinds = ['skip', 'exchange', 'join', 'unwait', 'unguard'] as const
export type MutantKind = (typeof mutantKinds)[number]

/** A model with one small mistake made on purpose: its properties ought to notice. */
export interface Mutant {
  /** What was done: `cpu: skip 'raise flag'`. */
  readonly name: string
  readonly kind: MutantKind
  readonly model: Model
}

interface Mutation {
  readonly kind: MutantKind
  readonly name: string
  /** The family or action that it is made in, so that it can be made again in the model without some precaution. */
  readonly of: string
  readonly change: (behaviour: Behaviour) => Behaviour
}

type Behaviour = BoundProgram | BoundAction
type Changed = Pick<BoundProgram, 'labels' | 'steps'>
type Result = ReturnType<AnyStep>

/**
 * Every mutant of a model, in the order of its text: each label skipped, each two neighbouring labels exchanged, each two
 * made one atomic step, each label at which a process waits made one at which it does not, and each action freed of its
 * guard. Given how control was seen to flow, a skipped step goes where it always went, neighbours are only those of which
 * the first goes to the second, and processes wait only where one was seen to; without it, the text is the flow, and any
 * step may wait.
 */
export function mutantsOf(
  model: Model,
  kinds: readonly MutantKind[] = mutantKinds,
  flow: Flow | null = null,
): readonly Mutant[] {
  return model.behaviour
    .flatMap((b) => (b.kind === 'program' ? mutationsOf(b, flow) : guardDropped(b)))
    .filter(({ kind }) => kinds.includes(kind))
    .map((mutation) => ({ name: mutation.name, kind: mutation.kind, model: mutated(model, mutation) }))
}

function mutated(model: Model, mutation: Mutation): Model {
  if (!model.behaviour.some((b) => b.name === mutation.of)) {
    const problem = `there is nothing to mutate by "${mutation.name}"`
    throw new UsageFailure({ tag: 'ill-formed model', system: model.name, problem })
  }
  const behaviour = model.behaviour.map((b) => (b.name === mutation.of ? mutation.change(b) : b))
  return {
    ...model,
    behaviour,
    // Labels may have changed their order.
    state: behaviour.reduce(withLabels, model.state),
    without: (...precautions) => mutated(model.without(...precautions), mutation),
  }
}

function mutationsOf({ name: of, labels }: BoundProgram, flow: Flow | null): Mutation[] {
  const inProgram = (kind: MutantKind, what: string, change: (program: BoundProgram) => Changed): Mutation => ({
    kind,
    name: `${of}: ${what}`,
    of,
    change: (b) => (b.kind === 'program' ? { ...b, ...change(b) } : b),
  })
  const pairs = labels
    .slice(1)
    .map((second, i) => [labels[i]!, second] as const)
    .filter(([a, b]) => flow === null || flow.goes(of, a, b))
  return [
    ...labels.map((l) => inProgram('skip', `skip '${l}'`, (p) => skipped(p, l, flow))),
    ...pairs.map(([a, b]) => inProgram('exchange', `exchange '${a}' and '${b}'`, (p) => exchanged(p, a, b))),
    ...pairs.map(([a, b]) => inProgram('join', `'${a}' and '${b}' in one step`, (p) => joined(p, a, b))),
    ...labels
      .filter((l) => flow === null || flow.waits(of, l))
      .map((l) => inProgram('unwait', `do not wait at '${l}'`, (p) => unwaiting(p, l, flow))),
  ]
}

/** The step does nothing, and the process goes where the step always went; if that is not known, to the next label. */
function skipped(program: BoundProgram, label: string, flow: Flow | null): Changed {
  const skip = skipTo(program, label, flow)
  return stepsChanged(program, (step, of) => (of === label ? skip : step))
}

function skipTo({ name }: BoundProgram, label: string, flow: Flow | null): AnyStep {
  return (_, me) => flow?.only(name, label, (me as { readonly id: number }).id) ?? undefined
}

/**
 * Two neighbours change places, each with its label. A jump goes to a place: whoever went to the first of the two goes
 * to the one that is first now. But a step that waits at its own label goes on doing so.
 */
function exchanged(program: BoundProgram, first: string, second: string): Changed {
  const after = following(program, second)
  const places = new Map([
    [first, second],
    [second, first],
  ])
  const elsewhere = (to: Result) => (typeof to === 'string' ? (places.get(to) ?? to) : to)
  const target = (of: string, to: Result): Result => {
    if (of === first) return to === second ? after : to
    if (of !== second) return elsewhere(to)
    // It went on, and so it does now: to the step that was before it.
    if (to === after) return first
    return to === first ? second : to
  }
  const { labels, steps } = stepsChanged(program, (step, of) => (s, me, pick) => target(of, step(s, me, pick)))
  const swap = <T>(list: readonly T[]): T[] => {
    const at = labels.indexOf(first)
    return list.map((one, i) => (i === at ? list[at + 1]! : i === at + 1 ? list[at]! : one))
  }
  return { labels: swap(labels), steps: swap(steps) }
}

/**
 * Where the first goes on to the second, that runs in the same step; if it is blocked, so is the whole. The second can
 * still be jumped to.
 */
function joined(program: BoundProgram, first: string, second: string): Changed {
  const after = following(program, second)
  const then = program.steps[program.labels.indexOf(second)]!
  return stepsChanged(program, (step, of) =>
    of !== first
      ? step
      : (s, me, pick) => {
          const to = step(s, me, pick)
          if (to !== undefined && to !== second)
            return to
            // What the second step reads is what it would read at its own label.
          ;(me as { at: string }).at = second
          const end = then(s, me, pick)
          return end === undefined ? after : end
        },
  )
}

/**
 * Where the step is blocked, the process goes on nevertheless, to where the step always went or else to the next label.
 * What it wrote before it was blocked is taken back, as ever.
 */
function unwaiting(program: BoundProgram, label: string, flow: Flow | null): Changed {
  const onwards = skipTo(program, label, flow)
  return stepsChanged(program, (step, of) =>
    of !== label
      ? step
      : (s, me, pick) => {
          const whole = s as Restorable
          const before = whole.$saved()
          const to = outcomeOf(step, s, me, pick)
          if (to !== blocked) return to
          whole.$restore(before)
          return onwards(s, me, pick)
        },
  )
}

function guardDropped(action: BoundAction): Mutation[] {
  if (action.when === undefined) return []
  return [
    {
      kind: 'unguard',
      name: `${action.name}: drop the guard`,
      of: action.name,
      change: (b) => (b.kind === 'action' ? { ...b, when: undefined } : b),
    },
  ]
}

function stepsChanged(program: BoundProgram, change: (step: AnyStep, label: string) => AnyStep): Changed {
  return { labels: program.labels, steps: program.steps.map((step, i) => change(step, program.labels[i]!)) }
}

/** The label to which one falls from this one. */
function following({ labels }: BoundProgram, label: string): string {
  return labels[labels.indexOf(label) + 1] ?? done
}
