import { check, type Model, runAlong } from '../../src/index.js'

/** The state in which the shortest bad run ends, as a plain value, and the property that it breaks. */
export function lastState(model: Model): { readonly broken: string; readonly state: unknown } {
  const broken = check(model).properties.find((p) => p.verdict === 'violated' && p.finding !== null)
  if (broken === undefined) throw new Error(`${model.name} has no run that breaks anything`)
  const { initial, steps } = runAlong(model, broken.finding!.path)
  return { broken: broken.name, state: steps.at(-1)?.state ?? initial }
}
