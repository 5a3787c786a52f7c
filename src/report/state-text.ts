import type { Parts } from '../trace/account.js'
import type { Look } from './report.js'
import { wrap } from './text.js'

/** One entry for each field, so that a reader finds it; of components, what they show, and what they say besides. */
export function stateLines(state: unknown, parts: Parts, { columns, verbose }: Look): string[] {
  return Object.entries(state as { readonly [name: string]: unknown }).flatMap(([name, value]) => {
    const part = parts[name]
    const shown = part === undefined || verbose === true ? stateText(value) : `{${fieldsText(part.fields, ': ')}}`
    return [...entry(`${name}: ${shown}`, columns, 6), ...lineEntries(part?.lines ?? [], columns, 8)]
  })
}

/** What components say of the state in which a run has ended, with the fields that they show. */
export function endLines(parts: Parts, { columns }: Look): string[] {
  return Object.entries(parts).flatMap(([name, { fields, lines }]) => {
    if (lines.length === 0) return []
    return [...entry(`${name} then: ${fieldsText(fields, ' ')}`, columns, 2), ...lineEntries(lines, columns, 4)]
  })
}

function fieldsText(fields: Parts[string]['fields'], between: string): string {
  return Object.entries(fields)
    .map(([name, text]) => `${name}${between}${text}`)
    .join(', ')
}

export function stateText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stateText).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  return `{${Object.entries(value)
    .map(([name, field]) => `${name}: ${stateText(field)}`)
    .join(', ')}}`
}

function lineEntries(lines: readonly string[], columns: number, indent: number): string[] {
  return lines.flatMap((line) => entry(line, columns, indent))
}

function entry(text: string, columns: number, indent: number): string[] {
  return wrap(text, columns - indent, 4).map((line) => ' '.repeat(indent) + line)
}
