import type { AnyStep } from '../system/behaviour.js'
import { done, isStopped } from '../system/outcome.js'
import type { BoundProgram, Model } from './model.js'

/** Where the steps of a model were seen to go. */
export interface Flow {
  /** Where the process was seen to go from the label, if it always went to the same. */
  readonly only: (program: string, label: string, id: number) => string | null
  /** Whether any process was seen to go from one label to the other. */
  readonly goes: (program: string, from: string, to: string) => boolean
}

/** The model with steps that note where they go, and what was noted. */
export function withFlow(model: Model): { readonly model: Model; readonly flow: Flow } {
  const seen = new Map<string, Map<number, Set<string>>>()
  const key = (program: string, label: string) => JSON.stringify([program, label])
  const noted = (program: BoundProgram): BoundProgram => {
    const steps = program.steps.map((step, i): AnyStep => {
      const of = new Map<number, Set<string>>()
      seen.set(key(program.name, program.labels[i]!), of)
      const next = program.labels[i + 1] ?? done
      return (s, me, pick) => {
        const to = step(s, me, pick)
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
  }
  return { model: { ...model, behaviour: model.behaviour.map((b) => (b.kind === 'program' ? noted(b) : b)) }, flow }
}
