import type { Model } from '../model/model.js'
import { type CheckOptions, type CheckResult, check } from './check.js'

/** One check that is to be made. */
export interface Question {
  readonly model: Model
  readonly options: CheckOptions
}

/** An investigation of many checks: it asks, and goes on with the answer. Whoever answers may take turns with others. */
export type Investigation<R> = Generator<Question, R, CheckResult>

/** Answers every question at once, to the end. */
export function answered<R>(investigation: Investigation<R>): R {
  let next = investigation.next()
  while (!next.done) next = investigation.next(check(next.value.model, next.value.options))
  return next.value
}

/**
 * The model without the properties that it declares to be broken, with and without whatever precautions: what breaks
 * anyway cannot tell one change of the model from another.
 */
export function withoutKnownToBreak(model: Model, known = model.expected): Model {
  const breaks = (name: string) => known[name] === 'violated'
  return {
    ...model,
    properties: Object.fromEntries(Object.entries(model.properties).filter(([name]) => !breaks(name))),
    expected: {},
    mayStop: breaks('no deadlock') ? () => true : model.mayStop,
    without: (...precautions) => withoutKnownToBreak(model.without(...precautions), known),
  }
}
