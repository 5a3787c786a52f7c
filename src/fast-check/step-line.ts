import type { RunStep } from '../trace/run.js'

/** One step in a few words: `cpu 1: take ticket`, `deliver(to: 2) [picked 3]`. */
export function stepLine({ event, picked }: RunStep): string {
  const who = event.process === null ? event.label : `${event.process}: ${event.label}`
  const chosen = picked.length === 0 ? '' : ` [picked ${picked.join(', ')}]`
  return `${who}${argumentsText(event.arguments)}${chosen}`
}

/** `(to: 2, value: true)`, or nothing. */
export function argumentsText(given: { readonly [name: string]: unknown }): string {
  const parts = Object.entries(given).map(([name, value]) => `${name}: ${String(value)}`)
  return parts.length === 0 ? '' : `(${parts.join(', ')})`
}
