import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inductive } from '../src/index.js'
import { asModel } from './as-model.js'
import { type Cell, type RandomSystem, randomSystem } from './random-system.js'
import { Fault, holds, initialStates, type State, successorsOf } from './reference-search.js'

const runs = Number(process.env.SHOOTDOWN_RUNS ?? 1500)
const MOST = 4000

it('induction agrees with going through all states', async () => {
  const seen = { holds: 0, violated: 0, found: 0 }
  await fc.assert(
    fc.asyncProperty(randomSystem, async (random) => {
      if (count(random) > MOST) return
      const expected = direct(random)
      const model = asModel(random)
      const result = await inductive(model, 'invariant')
      expect(result.verdict).toBe(expected.inductive ? 'holds' : 'violated')
      expect(result.counterexample === null).toBe(expected.inductive)
      seen[expected.inductive ? 'holds' : 'violated']++
      // Elements of queues have a part that the reference leaves out.
      const queues = [...random.globals, ...random.locals].some((c) => c.kind === 'queue')
      if (expected.inductive && !queues)
        expect(result).toMatchObject({
          states: count(random),
          possible: count(random),
          satisfying: expected.satisfying,
        })
      const sampled = await inductive(model, 'invariant', { states: 0, samples: 100, seed: 7 })
      expect(['inconclusive', ...(expected.inductive ? [] : ['violated'])]).toContain(sampled.verdict)
      if (sampled.verdict === 'violated') seen.found++
    }),
    { numRuns: runs / 2 },
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(runs / 100)
})

/** Whether every initial state satisfies the invariant, and every step from a state that does, within the constraint. */
function direct(random: RandomSystem): { inductive: boolean; satisfying: number } {
  const invariant = (s: State) => holds(random.invariant, s, null, random)
  const admitted = allStates(random).filter(
    (s) => invariant(s) && (random.constraint === null || holds(random.constraint, s, null, random)),
  )
  const kept = (s: State): boolean => {
    try {
      return [...successorsOf(random, s)].every(invariant)
    } catch (thrown) {
      if (thrown instanceof Fault) return false
      throw thrown
    }
  }
  return { inductive: initialStates(random).every(invariant) && admitted.every(kept), satisfying: admitted.length }
}

function allStates({ globals, locals, processes, labels }: RandomSystem): State[] {
  const at = Array.from({ length: labels.length + 1 }, (_, i) => i)
  const one = product(locals.map(valuesOf)).flatMap((values) => at.map((label) => ({ locals: values, at: label })))
  const all = product(Array.from({ length: processes }, () => one))
  return product(globals.map(valuesOf)).flatMap((values) => all.map((ps) => ({ globals: values, processes: ps })))
}

function count({ globals, locals, processes, labels }: RandomSystem): number {
  const of = (cells: readonly Cell[]) => cells.reduce((n, cell) => n * valuesOf(cell).length, 1)
  return of(globals) * (of(locals) * (labels.length + 1)) ** processes
}

function valuesOf(cell: Cell): (number | null | number[])[] {
  const upTo = (n: number) => Array.from({ length: n }, (_, i) => i)
  switch (cell.kind) {
    case 'bool':
      return [0, 1]
    case 'option':
      return [null, ...upTo(cell.size)]
    case 'set':
      return upTo(2 ** cell.size).map((bits) => upTo(cell.size).filter((i) => (bits >> i) & 1))
    case 'queue':
      return upTo(cell.capacity + 1).flatMap((length) => product(upTo(length).map(() => upTo(cell.size))))
    case 'array':
      return product(upTo(cell.length).map(() => upTo(cell.size)))
    default:
      return upTo(cell.size)
  }
}

function product<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((all, list) => all.flatMap((start) => list.map((value) => [...start, value])), [[]])
}
