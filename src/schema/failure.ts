import { match } from 'ts-pattern'

/** What went wrong inside a model: it broke a promise of its own types. Fields are named as in `cpu[1].ticket`. */
export type Fault =
  | { readonly tag: 'out of range'; readonly field: string; readonly value: unknown; readonly expected: string }
  | { readonly tag: 'index out of bounds'; readonly field: string; readonly index: unknown; readonly length: number }
  | { readonly tag: 'queue full'; readonly field: string; readonly capacity: number }
  | { readonly tag: 'queue empty'; readonly field: string }
  | { readonly tag: 'write outside a step'; readonly field: string }
  | { readonly tag: 'wrong length'; readonly field: string; readonly length: number; readonly expected: number }
  | { readonly tag: 'no such label'; readonly label: string; readonly labels: readonly string[] }
  | { readonly tag: 'misuse'; readonly message: string }
  | { readonly tag: 'exception'; readonly message: string; readonly where: string | null }

/** Thrown by views inside a step; caught by the expansion, which turns it into a finding with its run. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure'
  constructor(readonly fault: Fault) {
    super(describeFault(fault))
  }
}

/** The fault as one sentence, without the step it happened in. */
export function describeFault(fault: Fault): string {
  return match(fault)
    .with({ tag: 'out of range' }, (f) => `${f.field} cannot be ${show(f.value)}: it is ${f.expected}`)
    .with({ tag: 'index out of bounds' }, (f) =>
      f.length === 0
        ? `${f.field} has no elements, so none at index ${show(f.index)}`
        : `${f.field} has no element ${show(f.index)}: its indices are 0 to ${f.length - 1}`,
    )
    .with({ tag: 'queue full' }, (f) => `${f.field} is full: it holds at most ${f.capacity}`)
    .with({ tag: 'queue empty' }, (f) => `${f.field} is empty: there is nothing to take`)
    .with({ tag: 'write outside a step' }, (f) => `${f.field} was written outside a step; only steps change state`)
    .with({ tag: 'wrong length' }, (f) => `${f.field} takes ${f.expected} values, not ${f.length}`)
    .with({ tag: 'no such label' }, (f) => `there is no label "${f.label}"; the labels are ${f.labels.join(', ')}`)
    .with({ tag: 'misuse' }, (f) => f.message)
    .with({ tag: 'exception' }, (f) => (f.where === null ? f.message : `${f.message} (${f.where})`))
    .exhaustive()
}

/** Whatever a step threw, as a fault. */
export function faultOf(thrown: unknown): Fault {
  if (thrown instanceof ModelFailure) return thrown.fault
  if (!(thrown instanceof Error)) return { tag: 'exception', message: show(thrown), where: null }
  // Frames with a URL are the model's or the toolkit's; generated code has none.
  const frame = thrown.stack?.split('\n').find((line) => /\.(ts|js|mts|mjs):\d+/.test(line))
  const where = frame?.match(/([^/\\()]+\.(?:ts|js|mts|mjs):\d+)/)?.[1] ?? null
  return { tag: 'exception', message: `${thrown.name}: ${thrown.message}`, where }
}

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
