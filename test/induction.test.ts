import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inductive } from '../src/index.js'
import { asModel } from './as-model.js'
import { product, upTo, valuesOf } from './cell-values.js'
import { type Cell, type RandomBehaviour, type RandomSystem, randomSystem } from './random-system.js'
import { Fault, holds, initialStates, type State, successorsOf } from './reference-search.js'
import { runs } from './runs.js'

const cases = runs(1500)
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
      if (expected.inductive)
        expect(result).toMatchObject({
          states: count(random),
          possible: count(random),
          satisfying: expected.satisfying,
        })
      const sampled = await inductive(model, 'invariant', { states: 0, samples: 100, seed: 7 })
      expect(['inconclusive', ...(expected.inductive ? [] : ['violated'])]).toContain(sampled.verdict)
      if (sampled.verdict === 'violated') seen.found++
    }),
    { numRuns: cases / 2 },
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(cases / 100)
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

function allStates({ globals, locals, processes, labels, helper, part }: RandomBehaviour): State[] {
  const at = (steps: readonly unknown[]) =>
    product(locals.map(valuesOf)).flatMap((values) =>
      upTo(steps.length + 1).map((label) => ({ locals: values, at: label })),
    )
  const all = product([...upTo(processes).map(() => at(labels)), ...(helper.length > 0 ? [at(helper)] : [])])
  const parts = part ? allStates(part) : [null]
  return product(globals.map(valuesOf)).flatMap((values) =>
    all.flatMap((ps) => parts.map((inner) => ({ globals: values, processes: ps, part: inner }))),
  )
}

function count({ globals, locals, processes, labels, helper, part }: RandomBehaviour): number {
  const of = (cells: readonly Cell[]) => cells.reduce((n, cell) => n * valuesOf(cell).length, 1)
  const one = (steps: readonly unknown[]) => of(locals) * (steps.length + 1)
  const own = of(globals) * one(labels) ** processes * (helper.length > 0 ? one(helper) : 1)
  return own * (part ? count(part) : 1)
}
