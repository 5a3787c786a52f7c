import type { Model } from '../src/index.js'
import { type Event, expansionOf } from '../src/search/expansion.js'

/** What it costs to let `next` act after `last`, when these could act. Threads are names, in the order of the model. */
export type Price = (next: string, last: string | null, enabled: readonly string[], all: readonly string[]) => number

export const preemptionsOf: Price = (next, last, enabled) =>
  last !== null && next !== last && enabled.includes(last) ? 1 : 0

/** Round robin: from the last thread on, how many that could act are passed over. */
export const delaysOf: Price = (next, last, enabled, all) => {
  const start = last === null ? 0 : all.indexOf(last)
  const turn = [...all.slice(start), ...all.slice(0, start)].filter((thread) => enabled.includes(thread))
  return turn.indexOf(next)
}

interface Cheapest {
  readonly cost: number
  readonly inside: boolean
  readonly bad: boolean
}

/** The least cost at which each state can be reached: costs are lowered as long as any can be. */
export function cheapest(model: Model, price: Price): Map<string, Cheapest> {
  const graph = graphOf(model)
  const all = threadNames(model)
  const costs = new Map<string, { readonly state: string; readonly last: string | null; readonly cost: number }>()
  let changed = true
  const lower = (state: string, last: string | null, cost: number) => {
    const key = `${state} ${last}`
    if (cost >= (costs.get(key)?.cost ?? Number.POSITIVE_INFINITY)) return
    costs.set(key, { state, last, cost })
    changed = true
  }
  for (const state of graph.initial) lower(state, null, 0)
  while (changed) {
    changed = false
    for (const { state, last, cost } of [...costs.values()]) {
      const successors = graph.states.get(state)!.successors
      const enabled = [...new Set(successors.map(([thread]) => thread))]
      for (const [thread, next] of successors) lower(next, thread, cost + price(thread, last, enabled, all))
    }
  }
  const result = new Map<string, Cheapest>()
  for (const { state, cost } of costs.values()) {
    const { inside, bad } = graph.states.get(state)!
    result.set(state, { inside, bad, cost: Math.min(cost, result.get(state)?.cost ?? cost) })
  }
  return result
}

interface Node {
  readonly inside: boolean
  readonly bad: boolean
  readonly successors: (readonly [thread: string, next: string])[]
}

function graphOf(model: Model): { readonly initial: string[]; readonly states: Map<string, Node> } {
  const expansion = expansionOf(model)
  const invariant = model.properties.invariant as unknown as { readonly holds: (s: unknown) => boolean }
  const constraint = model.constraint as ((s: unknown) => boolean) | null
  const states = new Map<string, Node>()
  const packed: [Int32Array, Node][] = []
  const look = (): string => {
    const key = expansion.draft.join()
    if (states.has(key)) return key
    const inside = constraint === null || constraint(expansion.view)
    const node = { inside, bad: !invariant.holds(expansion.view), successors: [] }
    states.set(key, node)
    if (inside) packed.push([expansion.draft.slice(), node])
    return key
  }
  const initial: string[] = []
  expansion.initialStates(() => initial.push(look()))
  for (const [state, node] of packed) {
    expansion.load(state, 0)
    expansion.successors(0, 0, () => {
      node.successors.push([threadName(expansion.event()), look()])
    })
  }
  return { initial, states }
}

function threadName({ process, label, arguments: given }: Event): string {
  return process ?? `${label} ${JSON.stringify(given)}`
}

function threadNames(model: Model): string[] {
  return expansionOf(model).sites.flatMap((site, i, sites) => {
    if (site.kind === 'action') return site.combinations.map((c) => `${site.action.name} ${JSON.stringify(c)}`)
    const before = sites[i - 1]
    if (before?.kind === 'step' && before.program === site.program) return []
    const { name, count } = site.program
    return count === null ? [name] : Array.from({ length: count }, (_, process) => `${name} ${process}`)
  })
}
