import type { Counterexample } from '../trace/counterexample.js'

interface Place {
  readonly process: string
  readonly at: string
}

/** The label at which each process stands at the end of the run: its first label, and every change of it since. */
export function plainPlaces({ initial, steps }: Counterexample): Place[] {
  const labels = new Map(labelsIn(initial?.state, ''))
  for (const { path, after } of steps.flatMap((s) => s.changes)) if (labels.has(path)) labels.set(path, after)
  return [...labels].map(([path, at]) => ({ process: processAt(path), at }))
}

/** Every label in a plain state, by its path. */
function labelsIn(value: unknown, path: string): [string, string][] {
  if (Array.isArray(value)) return value.flatMap((element, i) => labelsIn(element, `${path}[${i}]`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, field]): [string, string][] => {
    const inner = path === '' ? name : `${path}.${name}`
    return name === 'at' && typeof field === 'string' ? [[inner, field]] : labelsIn(field, inner)
  })
}

/** `cpu[1].at` is where `cpu 1` is. */
function processAt(path: string): string {
  return path.replace(/\.at$/, '').replace(/\[(\d+)\]$/, ' $1')
}
