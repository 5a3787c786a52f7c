import type { AnyStep } from '../system/behaviour.js'
import { blocked, done, isStopped } from '../system/outcome.js'
import type { BoundProgram, Model } from './model.js'

/** Where the steps of a model were seen to go. */
export interface Flow {
  /** Where the process was seen to go from the label, if it always went to the same. */
  readonly only: (program: string, label: string, id: number) => string | null
  /** Whether any process was seen to go from one label to the other. */
  readonly goes: (program: string, from: string, to: string) => boolean
  /** Whether any process was seen to be blocked at the label. */
  readonly waits: (program: string, label: string) => boolean
}

/** The model with steps that note where they go, and what was noted. */
export function withFlow(model: Model): { readonly model: Model; readonly flow: Flow } {
  const seen = new Map<string, Map<number, Set<string>>>()
  const waited = new Set<string>()
  const key = (program: string, label: string) => JSON.stringify([program, label])
  const noted = (program: BoundProgram): BoundProgram => {
    const steps = program.steps.map((step, i): AnyStep => {
      const of = new Map<number, Set<string>>()
      seen.set(key(program.name, program.labels[i]!), of)
      const next = program.labels[i + 1] ?? done
      return (s, me, pick) => {
        const to = outcomeOf(step, s, me, pick)
        if (to === blocked) waited.add(key(program.name, program.labels[i]!))
        if (isStopped(to)) return to
        const { id } = me as { readonly id: number }
        const targets = of.get(id)
        if (targets === undefined) of.set(id, new Set([to ?? next]))
        else targets.add(to ?? next)
        return to
      }
    })
    return { ...program, steps }
  }
  const flow: Flow = {
    only(program, label, id) {
      const targets = seen.get(key(program, label))?.get(id)
      return targets?.size === 1 ? [...targets][0]! : null
    },
    goes: (program, from, to) => [...(seen.get(key(program, from))?.values() ?? [])].some((targets) => targets.has(to)),
    waits: (program, label) => waited.has(key(program, label)),
  }
  return { model: { ...model, behaviour: model.behaviour.map((b) => (b.kind === 'program' ? noted(b) : b)) }, flow }
}

/** What a step returns; that it is blocked may be thrown as well. */
export function outcomeOf(step: AnyStep, ...given: Parameters<AnyStep>): ReturnType<AnyStep> {
  try {
    return step(...given)
  } catch (thrown) {
    if (isStopped(thrown)) return thrown as ReturnType<AnyStep>
    throw thrown
  }
}
