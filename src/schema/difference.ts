import { print } from './print.js'
import type { Fields, Type } from './type.js'

/** One place in which two states differ; values are printed. */
export interface Difference {
  readonly path: string
  readonly before: string
  readonly after: string
}

/** Where two plain values of the type differ, as finely as the type is structured; queues and sets count as one place. */
export function differences(type: Type, before: unknown, after: unknown, path = ''): Difference[] {
  if (before === after) return []
  if (type.tag === 'struct') {
    const [a, b] = [before, after] as [Record<string, unknown>, Record<string, unknown>]
    return Object.entries(type.fields as Fields).flatMap(([name, field]) =>
      differences(field, a[name], b[name], path === '' ? name : `${path}.${name}`),
    )
  }
  if (type.tag === 'array') {
    const [a, b] = [before, after] as [unknown[], unknown[]]
    return a.flatMap((value, i) => differences(type.element, value, b[i], `${path}[${i}]`))
  }
  if (type.tag === 'option' && before !== null && after !== null) return differences(type.element, before, after, path)
  const [a, b] = [print(type, before), print(type, after)]
  return a === b ? [] : [{ path, before: a, after: b }]
}
