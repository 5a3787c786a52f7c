/**
 * Dekker's algorithm under partial store order once more, in the plainest way: a list of instructions, states by name, all of
 * them. It shares nothing with the model but the algorithm.
 */

type Entry = readonly [location: string, value: number] | 'fence'

interface State {
  readonly at: readonly number[]
  readonly memory: { readonly [location: string]: number }
  readonly buffers: readonly (readonly Entry[])[]
}

type Instruction =
  | { readonly store: string; readonly value: number }
  | { readonly load: string; readonly go: (value: number) => number }
  | { readonly goTo: number }
  | { readonly fence: 'full' | 'store' | 'none' }

/** What a process does in some rounds, with these fences; critical sections are at the index 8 of each round. */
function program(me: number, rounds: number, raised: Fence, afterTurn: Fence): Instruction[] {
  const [own, others] = [`wants${me}`, `wants${1 - me}`]
  return Array.from({ length: rounds }, (_, round): Instruction[] => {
    const to = (index: number) => round * LENGTH + index
    return [
      { store: own, value: 1 },
      { fence: raised },
      { load: others, go: (wants) => to(wants === 1 ? 3 : 8) },
      { load: 'turn', go: (turn) => to(turn === me ? 2 : 4) },
      { store: own, value: 0 },
      { load: 'turn', go: (turn) => to(turn === me ? 6 : 5) },
      { store: own, value: 1 },
      { goTo: to(1) },
      { fence: 'none' },
      { store: 'turn', value: 1 - me },
      { fence: afterTurn },
      { store: own, value: 0 },
    ]
  }).flat()
}

const LENGTH = 12
const CRITICAL = 8

export type Fence = 'full' | 'store' | 'none'

export interface Found {
  /** Both are in their critical sections in some state. */
  readonly together: boolean
  /** In some state nothing can change any more, and somebody has not ended. */
  readonly stuck: boolean
}

export function dekkerUnderPso(rounds: number, raised: Fence, afterTurn: Fence): Found {
  const programs = [0, 1].map((me) => program(me, rounds, raised, afterTurn))
  const start: State = { at: [0, 0], memory: { wants0: 0, wants1: 0, turn: 0 }, buffers: [[], []] }
  const queue = [start]
  const seen = new Set([JSON.stringify(start)])
  let [together, stuck] = [false, false]
  for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
    const name = JSON.stringify(state)
    const { at } = state
    const next = [0, 1].flatMap((p) => [...step(state!, p, programs[p]!), ...drains(state!, p)])
    const others = next.filter((after) => JSON.stringify(after) !== name)
    const ended = at.every((index, p) => index === programs[p]!.length)
    together ||= at.every((index, p) => index < programs[p]!.length && index % LENGTH === CRITICAL)
    stuck ||= others.length === 0 && !ended
    for (const after of others) {
      const key = JSON.stringify(after)
      if (!seen.has(key)) queue.push(after)
      seen.add(key)
    }
  }
  return { together, stuck }
}

function step(state: State, p: number, instructions: readonly Instruction[]): State[] {
  const instruction = instructions[state.at[p]!]
  if (instruction === undefined) return []
  const buffer = state.buffers[p]!
  const going = (index: number, entries = buffer): State => {
    return { ...state, at: state.at.with(p, index), buffers: state.buffers.with(p, entries) }
  }
  const next = state.at[p]! + 1
  if ('store' in instruction) return [going(next, [...buffer, [instruction.store, instruction.value]])]
  if ('goTo' in instruction) return [going(instruction.goTo)]
  if ('load' in instruction) {
    const own = buffer.findLast((entry) => entry !== 'fence' && entry[0] === instruction.load)
    return [going(instruction.go(own === undefined ? state.memory[instruction.load]! : (own[1] as number)))]
  }
  if (instruction.fence === 'full') return buffer.length === 0 ? [going(next)] : []
  return [going(next, instruction.fence === 'store' && buffer.length > 0 ? [...buffer, 'fence'] : buffer)]
}

/** Any store may leave before which there is neither a fence nor another one to its location; a fence, if it is the oldest. */
function drains(state: State, p: number): State[] {
  const buffer = state.buffers[p]!
  return buffer.flatMap((entry, n): State[] => {
    const before = buffer.slice(0, n)
    const buffers = state.buffers.with(p, buffer.toSpliced(n, 1))
    if (entry === 'fence') return n === 0 ? [{ ...state, buffers }] : []
    if (before.some((other) => other === 'fence' || other[0] === entry[0])) return []
    return [{ ...state, buffers, memory: { ...state.memory, [entry[0]]: entry[1] } }]
  })
}
