import { describe, expect, it } from 'vitest'
import { mappingTree } from '../../spec/index.js'
import { check } from '../../src/index.js'

function choose(n: number, k: number): number {
  return k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k
}

describe('the abstract tree of mappings', () => {
  // Some k of the others have the page. Some j of these may write, which are a tree with the root, one of (j + 1)^(j - 1)
  // (Cayley); the rest hangs on them as one of (j + 1)(k + 1)^(k - j - 1) forests.
  const among = (k: number) => {
    const writers = Array.from({ length: k + 1 }, (_, j) => choose(k, j) * (j + 1) ** j * (k + 1) ** (k - j - 1))
    return writers.reduce((sum, n) => sum + n)
  }
  it.each([2, 3, 4, 5])('has a state for every tree of up to %i spaces, and who may write', (spaces) => {
    const others = spaces - 1
    const trees = Array.from({ length: spaces }, (_, k) => choose(others, k) * among(k))
    const { verdict, states } = check(mappingTree({ spaces }))
    expect([verdict, states.distinct]).toEqual(['holds', Math.round(trees.reduce((sum, n) => sum + n))])
  })
})
