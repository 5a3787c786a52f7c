import { readBytes } from '../../schema/scalar-code.js'
import type { Leaf } from './leaves.js'

/** One permutation for each family: member `i` becomes member `permutation[i]`. */
export type Permutation = readonly Uint8Array[]

/**
 * Applies a permutation to packed bytes: to a state, or to a mask of bits of the state, of which only the places are
 * permuted and not the contents. Source and target must differ.
 */
export type Permute = (source: Uint8Array, target: Uint8Array, permutation: Permutation) => void

export function permuteStates(leaves: readonly Leaf[], counts: readonly number[]): Permute {
  return compile(leaves, counts, true)
}

export function permuteMasks(leaves: readonly Leaf[], counts: readonly number[]): Permute {
  return compile(leaves, counts, false)
}

export function inverseOf(permutation: Permutation): Permutation {
  return permutation.map((p) => {
    const inverse = new Uint8Array(p.length)
    p.forEach((to, from) => {
      inverse[to] = from
    })
    return inverse
  })
}

/** Generated code, unrolled over the leaves: it runs for every candidate of every canonical form. */
function compile(leaves: readonly Leaf[], counts: readonly number[], values: boolean): Permute {
  const locals = counts.flatMap((count, f) => [
    `const p${f} = p[${f}]`,
    ...Array.from({ length: count }, (_, i) => `const p${f}_${i} = p${f}[${i}]`),
  ])
  const source = `'use strict'
return (u, d, p) => {
${locals.join('\n')}
${leaves.map((leaf) => statement(leaf, counts, values)).join('\n')}
}`
  return new Function(source)() as Permute
}

function statement(leaf: Leaf, counts: readonly number[], values: boolean): string {
  const { at, bytes, family, shift } = leaf
  const moved = leaf.context.filter((i) => i.stride > 0)
  const base = moved.reduce((offset, { member, stride }) => offset - member * stride, at)
  const to = [base, ...moved.map((i) => `p${i.family}_${i.member} * ${i.stride}`)].join(' + ')
  const copy = Array.from({ length: bytes }, (_, b) => `d[t${b > 0 ? ` + ${b}` : ''}] = u[${at + b}]`).join('; ')
  if (leaf.kind === 'set') return `{ const t = ${to}; ${permutedBits(leaf, counts[family]!)} }`
  if (leaf.kind === 'plain' || !values) return `{ const t = ${to}; ${copy} }`
  // A family has less than 256 members, so that an id's upper bytes are zero; with null it may be 256 codes in two bytes.
  const renamed = `const v = ${readBytes(bytes, String(at))}, w = ${shift === 0 ? `p${family}[v]` : `v === 0 ? 0 : p${family}[v - 1] + 1`}`
  const put = Array.from({ length: bytes }, (_, b) => `d[t + ${b}] = w${b > 0 ? ` >> ${8 * b}` : ''}`).join('; ')
  const guarded = guardOf(leaf)
  return `{ const t = ${to}; ${guarded === null ? '' : `if (${guarded}) `}{ ${renamed}; ${put} }${guarded === null ? '' : ` else { ${copy} }`} }`
}

/** The condition under which the leaf holds a value at all, or null if it always does. */
export function guardOf(leaf: Leaf): string | null {
  if (leaf.guards.length === 0) return null
  return leaf.guards.map((g) => `${readBytes(g.bytes, String(g.at))} > ${g.moreThan}`).join(' && ')
}

function permutedBits({ at, bytes, family }: Leaf, count: number): string {
  if (bytes === 1) {
    const bits = Array.from({ length: count }, (_, c) => `(b >> ${c} & 1) << p${family}_${c}`)
    return `const b = u[${at}]; d[t] = ${bits.join(' | ')}`
  }
  return `${Array.from({ length: bytes }, (_, b) => `d[t + ${b}] = 0`).join('; ')}
for (let c = 0; c < ${count}; c++) if (u[${at} + (c >> 3)] >> (c & 7) & 1) d[t + (p${family}[c] >> 3)] |= 1 << (p${family}[c] & 7)`
}
