import type { Counterexample } from './counterexample.js'

const WIDTH = 120

/** The text of a counterexample's file. The same run gives the same text, one step to a few lines, so that files can be compared. */
export function formatCounterexample(counterexample: Counterexample): string {
  return `${layOut(counterexample, '')}\n`
}

/** JSON in which whatever fits on a line is on one line. */
function layOut(value: unknown, indent: string): string {
  const flat = inline(value)
  if (typeof value !== 'object' || value === null || indent.length + flat.length <= WIDTH) return flat
  const inner = `${indent}  `
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const lines = Array.isArray(value)
    ? value.map((element) => inner + layOut(element, inner))
    : Object.entries(value).map(([name, field]) => `${inner}${JSON.stringify(name)}: ${layOut(field, inner)}`)
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}: ${inline(field)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}
