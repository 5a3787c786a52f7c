import type { Fields, Type } from './type.js'

/** A plain value of the type on one line, as a person would write it: `{ticket: 2, at: "critical"}`. */
export function print(type: Type, value: unknown): string {
  switch (type.tag) {
    case 'int':
    case 'bool':
    case 'oneOf':
      return typeof value === 'string' ? value : String(value)
    case 'id':
      return `${type.family} ${value}`
    case 'struct': {
      const source = value as { readonly [name: string]: unknown }
      const fields = Object.entries(type.fields as Fields)
      return `{${fields.map(([name, field]) => `${name}: ${print(field, source[name])}`).join(', ')}}`
    }
    case 'array':
    case 'queue':
      return `[${(value as unknown[]).map((v) => print(type.element, v)).join(', ')}]`
    case 'set':
      return `{${(value as unknown[]).map((v) => print(type.element, v)).join(', ')}}`
    case 'option':
      return value === null ? 'none' : print(type.element, value)
  }
}
