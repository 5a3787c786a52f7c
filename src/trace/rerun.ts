import * as E from 'fp-ts/lib/Either.js'
import type { Model } from '../model/model.js'
import { codecOf } from '../schema/codec.js'
import { type Difference, differences } from '../schema/difference.js'
import { faultOf } from '../schema/failure.js'
import { type Event, StepFault } from '../search/expansion.js'
import { promiseBroken } from '../search/liveness/fair-loop.js'
import { FAIRNESS } from '../search/liveness/state-graph.js'
import type { Counterexample, RecordedStep } from './counterexample.js'
import { type Judgement, judgeOf } from './judge.js'
import { judgedBy } from './judged-by.js'
import { Lasso } from './lasso.js'
import { lasting } from './record.js'
import { type RunStep, type Walker, walkerOf } from './run.js'
import { type StaleError, stepText } from './stale.js'

/** One taking of a recorded run; each part answers with what does not fit, or null. */
export class Replay {
  /** The positions of what has been taken so far. */
  readonly path: number[] = []
  private readonly walker: Walker
  private readonly judge: (isStep: boolean) => Judgement
  private judgement: Judgement = { tag: 'goes on' }
  private state: unknown
  /** Of a run that never ends: what of it is seen on the way. */
  private readonly lasso: Lasso | null

  constructor(
    private readonly model: Model,
    private readonly recorded: Counterexample,
  ) {
    const { property, loop } = recorded
    // What is remembered for other properties must not keep states apart that are the same.
    this.walker = walkerOf(loop === null ? model : judgedBy(model, property.name))
    this.judge = judgeOf(this.walker.expansion, recorded)
    this.lasso = loop === null ? null : new Lasso(this.walker.expansion, property.name, loop, model.fairness)
  }

  run(): StaleError | null {
    return this.lasso?.nobody() ?? this.gone() ?? this.begin() ?? this.goOn() ?? this.end()
  }

  /** A label that there is no more explains whatever else has changed with it. */
  private gone(): StaleError | null {
    for (const [i, wanted] of this.recorded.steps.entries()) {
      const known = labelsFor(this.model, wanted)
      if (!known.includes(wanted.label)) return { tag: 'label gone', step: i + 1, wanted, known }
    }
    return null
  }

  private begin(): StaleError | null {
    const { initial } = this.recorded
    if (initial === null) return null
    const recorded = codecOf(this.model.state).decode(initial.state)
    if (E.isLeft(recorded)) return { tag: 'initial state of another type', expected: misfit(recorded.left) }
    const taken = this.try(0, () =>
      this.walker.begin(
        (event, position) => this.noted(sameNumbers(event.choices, initial.choices), position),
        () => this.look(false),
      ),
    )
    if (E.isLeft(taken)) return taken.left
    if (taken.right === null) return { tag: 'no such initial state' }
    this.state = taken.right.state
    const different = differences(this.model.state, recorded.right, this.state)
    return different.length > 0 ? { tag: 'other initial state', differences: different } : this.judged(0)
  }

  private goOn(): StaleError | null {
    for (const [i, wanted] of this.recorded.steps.entries()) {
      const error = this.step(i + 1, wanted)
      if (error !== null) return error
    }
    return null
  }

  private step(step: number, wanted: RecordedStep): StaleError | null {
    const outside = this.outside(step - 1)
    if (outside !== null) return outside
    const taken = this.try(step - 1, () =>
      this.walker.take(
        (event, position) => this.noted(sameEvent(event, wanted), position),
        () => this.look(true),
      ),
    )
    if (E.isLeft(taken)) return taken.left
    if (taken.right === null) return { tag: 'not possible here', step, wanted, possible: this.walker.possible() }
    const changes = differences(this.model.state, this.state, taken.right.state)
    this.state = taken.right.state
    return sameChanges(changes, wanted.changes) ? this.judged(step) : { tag: 'other effect', step, wanted, changes }
  }

  /** What the property said of the step just taken: it must be decided at the end of the run, and only there. */
  private judged(step: number): StaleError | null {
    const { property, steps, fault } = this.recorded
    const { judgement } = this
    const last = step === steps.length
    if (fault !== null) return last || judgement.tag !== 'fails' ? null : this.failing(step, judgement.message)
    if (judgement.tag === 'fails') return this.failing(step, judgement.message)
    if (judgement.tag === 'decided' && !last)
      return { tag: 'broken earlier', step, steps: steps.length, property: property.name }
    if (judgement.tag === 'goes on' && last && property.kind !== 'deadlock' && this.lasso === null)
      return { tag: 'holds now', step, property: property.name, kind: property.kind }
    return null
  }

  private end(): StaleError | null {
    const { fault, property, steps } = this.recorded
    if (fault !== null) return this.endsInFault(fault, steps.length)
    if (this.lasso !== null) return this.outside(steps.length) ?? this.goesOnForEver(this.lasso)
    if (property.kind !== 'deadlock') return null
    const { expansion } = this.walker
    const taken = this.try(steps.length, () => this.walker.take(() => false))
    if (E.isLeft(taken)) return taken.left
    const possible = this.walker.possible()
    if (possible.length > 0) return { tag: 'not stuck', step: steps.length, possible }
    const mayStop =
      expansion.cuts.here.length > 0 || expansion.allDone() || this.model.mayStop?.(expansion.view) === true
    return mayStop ? { tag: 'may stop here', step: steps.length } : null
  }

  private goesOnForEver(lasso: Lasso): StaleError | null {
    try {
      return lasso.end()
    } catch (thrown) {
      const step = this.recorded.steps.length
      if (!(thrown instanceof StepFault))
        return { tag: 'model fails', step, where: FAIRNESS, message: lasting(faultOf(thrown)) }
      const where = stepText(this.walker.expansion.event())
      return { tag: 'model fails', step, where, message: lasting(thrown.fault) }
    }
  }

  private endsInFault(fault: NonNullable<Counterexample['fault']>, step: number): StaleError | null {
    const message =
      fault.during.tag === 'property' ? this.propertyFault(fault.during.property) : this.stepFault(fault.during)
    if (message === null) return { tag: 'no fault now', step, message: fault.message }
    return message === fault.message ? null : { tag: 'other fault', step, was: fault.message, is: message }
  }

  private propertyFault(property: string): string | null {
    if (property === FAIRNESS) return this.fairnessFault()
    return this.judgement.tag === 'fails' ? this.judgement.message : null
  }

  /** Fairness is asked of the steps that lead on from the end of the run. */
  private fairnessFault(): string | null {
    const { expansion } = this.walker
    try {
      promiseBroken(expansion, [expansion.current.slice()], this.model.fairness)
      return null
    } catch (thrown) {
      return lasting(thrown instanceof StepFault ? thrown.fault : faultOf(thrown))
    }
  }

  /** How the recorded step, or the making of an initial state, fails now. */
  private stepFault(during: { readonly process: string | null; readonly label: string }): string | null {
    const { walker, recorded } = this
    try {
      if (recorded.initial === null) walker.begin(() => false)
      else walker.take(() => false)
      return null
    } catch (thrown) {
      if (!(thrown instanceof StepFault)) throw thrown
      const event = walker.expansion.event()
      const same = recorded.initial === null || (event.process === during.process && event.label === during.label)
      return same ? lasting(thrown.fault) : `${stepText(event)}: ${lasting(thrown.fault)}`
    }
  }

  private failing(step: number, message: string): StaleError {
    return { tag: 'model fails', step, where: `the property "${this.recorded.property.name}"`, message }
  }

  private noted(isWanted: boolean, position: number): boolean {
    if (isWanted) this.path.push(position)
    return isWanted
  }

  private look(isStep: boolean): void {
    this.judgement = this.judge(isStep)
    if (this.judgement.tag !== 'fails') this.lasso?.look()
  }

  private outside(step: number): StaleError | null {
    const { constraint } = this.model
    try {
      const inside = constraint === null || constraint(this.walker.expansion.view)
      return inside ? null : { tag: 'outside the constraint', step }
    } catch (thrown) {
      return { tag: 'model fails', step, where: 'the state constraint', message: lasting(faultOf(thrown)) }
    }
  }

  /** Whatever the model throws on the way is a way not to fit. */
  private try(step: number, take: () => RunStep | null): E.Either<StaleError, RunStep | null> {
    try {
      return E.right(take())
    } catch (thrown) {
      if (!(thrown instanceof StepFault)) throw thrown
      const where = stepText(this.walker.expansion.event())
      return E.left({ tag: 'model fails', step, where, message: lasting(thrown.fault) })
    }
  }
}

/** The labels among which a recorded one must be: those of its process's program, or the names of the actions. */
function labelsFor(model: Model, { process }: RecordedStep): string[] {
  return model.behaviour.flatMap((b) => {
    if (b.kind === 'action') return process === null ? [b.name] : []
    const names = b.count === null ? [b.name] : Array.from({ length: b.count }, (_, i) => `${b.name} ${i}`)
    return process !== null && names.includes(process) ? b.labels : []
  })
}

function sameEvent(event: Event, wanted: RecordedStep): boolean {
  return (
    event.process === wanted.process &&
    event.label === wanted.label &&
    sameNumbers(event.choices, wanted.choices) &&
    JSON.stringify(Object.entries(event.arguments).sort()) === JSON.stringify(Object.entries(wanted.arguments).sort())
  )
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i])
}

function sameChanges(a: readonly Difference[], b: readonly Difference[]): boolean {
  const text = (changes: readonly Difference[]) => changes.map((c) => `${c.path}\0${c.before}\0${c.after}`).sort()
  return text(a).join('\n') === text(b).join('\n')
}

function misfit(
  errors: readonly {
    readonly context: readonly { readonly key: string; readonly type: { readonly name: string } }[]
  }[],
): string {
  const context = errors[0]?.context ?? []
  const where = context.map((c) => c.key).filter((key) => key !== '')
  return `${where.join('.')} should be ${context.at(-1)?.type.name ?? 'something else'}`
}
