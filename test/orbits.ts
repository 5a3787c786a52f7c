import type { Model } from '../src/index.js'
import type { ArrayType, Fields, Type } from '../src/schema/type.js'

/** How many states there are if permuted ones count once. Plain values, all permutations, text: slow and easy to believe. */
export function orbits(model: Model, families: readonly { name: string; count: number }[], states: readonly unknown[]) {
  const renamings = families.reduce<ReadonlyMap<string, readonly number[]>[]>(
    (all, { name, count }) =>
      all.flatMap((renaming) => permutations(count).map((p) => new Map([...renaming, [`${name}/${count}`, p]]))),
    [new Map()],
  )
  const forms = states.map(
    (state) => renamings.map((r) => JSON.stringify(renamed(model.state, state, r, ''))).sort()[0],
  )
  return new Set(forms).size
}

type Renaming = ReadonlyMap<string, readonly number[]>

/** The value with its ids renamed. Arrays belong to a family if they are called so or declared so, and to `process` if they are as long. */
function renamed(type: Type, value: unknown, by: Renaming, name: string): unknown {
  switch (type.tag) {
    case 'id':
      return by.get(`${type.family}/${type.count}`)?.[value as number] ?? value
    case 'struct':
      return Object.fromEntries(
        Object.entries(type.fields as Fields).map(([field, inner]) => [
          field,
          renamed(inner, (value as Record<string, unknown>)[field], by, field),
        ]),
      )
    case 'set':
      return (value as number[]).map((v) => renamed(type.element, v, by, '') as number).sort((a, b) => a - b)
    case 'queue':
      return (value as unknown[]).map((v) => renamed(type.element, v, by, ''))
    case 'array': {
      const elements = (value as unknown[]).map((v) => renamed(type.element, v, by, ''))
      const order = orderOf(type, by, name)
      return order === undefined ? elements : elements.map((_, to) => elements[order.indexOf(to)])
    }
    case 'option':
      return value === null ? null : renamed(type.element, value, by, name)
    default:
      return value
  }
}

function orderOf(type: ArrayType, by: Renaming, name: string): readonly number[] | undefined {
  if (type.index) return by.get(`${type.index.family}/${type.index.count}`)
  return by.get(`${name}/${type.length}`) ?? by.get(`process/${type.length}`)
}

function permutations(n: number): number[][] {
  if (n === 0) return [[]]
  return permutations(n - 1).flatMap((p) =>
    Array.from({ length: n }, (_, at) => [...p.slice(0, at), n - 1, ...p.slice(at)]),
  )
}
