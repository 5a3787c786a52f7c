import { describe, expect, it } from 'vitest'
import { mappingTree } from '../../spec/index.js'
import { check } from '../../src/index.js'

function choose(n: number, k: number): number {
  return k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k
}

describe('the abstract tree of mappings', () => {
  // Some k of the others have the page, and there are (k + 1)^(k - 1) trees of k + 1 spaces (Cayley).
  it.each([2, 3, 4, 5])('has a state for every tree of up to %i spaces', (spaces) => {
    const others = spaces - 1
    const trees = Array.from({ length: spaces }, (_, k) => choose(others, k) * (k + 1) ** (k - 1))
    const { verdict, states } = check(mappingTree({ spaces }))
    expect([verdict, states.distinct]).toEqual(['holds', trees.reduce((sum, n) => sum + n)])
  })
})
