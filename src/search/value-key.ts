import { ModelFailure } from '../schema/failure.js'

/**
 * A text that two plain values have in common exactly if they are equal: numbers, strings, booleans, null, undefined,
 * and arrays, objects, sets and maps of them. The order of an object's fields, and of sets and maps, does not matter.
 */
export function valueKey(value: unknown): string {
  switch (typeof value) {
    case 'number':
      return Object.is(value, -0) ? '0' : String(value)
    case 'string':
      return JSON.stringify(value)
    case 'boolean':
    case 'undefined':
      return String(value)
    case 'bigint':
      return `${value}n`
    case 'object':
      return value === null ? 'null' : objectKey(value)
    default:
      throw notPlain(typeof value)
  }
}

function objectKey(value: object): string {
  if (Array.isArray(value)) return `[${Array.from(value, valueKey).join(',')}]`
  if (value instanceof Set) return `set(${Array.from(value, valueKey).sort().join(',')})`
  if (value instanceof Map) return `map(${Array.from(value, entryKey).sort().join(',')})`
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw notPlain(prototype.constructor?.name ?? 'an object')
  return `{${Object.entries(value)
    .map(([name, v]) => `${JSON.stringify(name)}:${valueKey(v)}`)
    .sort()
    .join(',')}}`
}

function entryKey([key, value]: [unknown, unknown]): string {
  return `${valueKey(key)}:${valueKey(value)}`
}

function notPlain(what: string): ModelFailure {
  return new ModelFailure({
    tag: 'misuse',
    message: `what is remembered along a run must be plain values, copied out of the state; this is ${what}`,
  })
}
