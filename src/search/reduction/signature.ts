import { readBytes } from '../../schema/scalar-code.js'
import type { Index, Leaf } from './leaves.js'
import { guardOf } from './permute.js'

/**
 * A number for each member of each family that says what the member looks like in a state, and does not depend on which
 * number the member happens to have: permuting the state permutes the numbers. Members that look different need not be
 * tried in each other's place. Two that look alike by accident only cost time.
 */
export type Signatures = (state: Uint8Array, signatures: readonly Int32Array[]) => void

/**
 * Generated code. Each leaf adds to the signatures of the members it is about: those whose data it is, and those that it
 * names. Sums do not mind in which order members are visited. A second round lets members that name one another, or
 * share a leaf, see each other's signature.
 */
export function signaturesOf(leaves: readonly Leaf[], counts: readonly number[]): Signatures {
  const relational = leaves.filter((leaf) => involvements(leaf) > 1)
  const source = `'use strict'
function m(x) { x = Math.imul(x ^ x >>> 16, 0x21f0aaad); x = Math.imul(x ^ x >>> 15, 0x735a2d97); return x ^ x >>> 15 }
${counts.map((n, f) => `const old${f} = new Int32Array(${n})`).join('\n')}
return (u, g) => {
${counts.map((_, f) => `const g${f} = g[${f}]; g${f}.fill(0)`).join('\n')}
${leaves.map(first).join('\n')}
${relational.length === 0 ? '' : counts.map((_, f) => `old${f}.set(g${f})`).join('\n')}
${relational.map(second).join('\n')}
}`
  return new Function(source)() as Signatures
}

/** Families whose members' data concerns no other member: members with one signature can be exchanged for nothing. */
export function flatFamilies(leaves: readonly Leaf[], count: number): boolean[] {
  const flat = new Array<boolean>(count).fill(true)
  for (const leaf of leaves)
    if (involvements(leaf) > 1) for (const f of [leaf.family, ...leaf.context.map((i) => i.family)]) flat[f] = false
  return flat
}

function involvements(leaf: Leaf): number {
  return leaf.context.length + (leaf.kind === 'plain' ? 0 : 1)
}

function first(leaf: Leaf): string {
  const { context } = leaf
  if (leaf.kind === 'plain') {
    const statements = context.map((index, at) => {
      // In a matrix, what lies on the diagonal is told from the rest; so are rows from columns.
      const diagonal = context.some((other, k) => k !== at && isSame(other, index))
      return `g${index.family}[${index.member}] += ${content(leaf, `${at}${diagonal ? 'd' : ''}`)}`
    })
    return `${statements.join('; ')}`
  }
  return forEachNamed(leaf, (v) => {
    const self = (index: Index, tag: string) =>
      index.family === leaf.family
        ? `(${v} === ${index.member} ? ${constant(leaf, `${tag}self`)} : ${constant(leaf, tag)})`
        : constant(leaf, tag)
    const owners = context.map((index, at) => `g${index.family}[${index.member}] += m(${self(index, `${at} names`)})`)
    const own = context.filter((index) => index.family === leaf.family)
    const named = own.length === 0 ? constant(leaf, 'named') : own.map((index) => self(index, 'named')).join(' ^ ')
    return [...owners, `g${leaf.family}[${v}] += m(${named})`].join('; ')
  })
}

function second(leaf: Leaf): string {
  const { context } = leaf
  const pairs = context.flatMap((a, i) =>
    context.slice(i + 1).map((b, k) => {
      const h = content(leaf, 'pair')
      return `{ const h = ${h}; g${a.family}[${a.member}] += m(old${b.family}[${b.member}] + h + ${k}); g${b.family}[${b.member}] += m(old${a.family}[${a.member}] ^ h - ${k}) }`
    }),
  )
  if (leaf.kind === 'plain') return pairs.join('\n')
  return forEachNamed(leaf, (v) =>
    context
      .map((index, at) => {
        const [to, from] = [constant(leaf, `${at} to`), constant(leaf, `${at} from`)]
        return `g${index.family}[${index.member}] += m(old${leaf.family}[${v}] + ${to}); g${leaf.family}[${v}] += m(old${index.family}[${index.member}] + ${from})`
      })
      .join('; '),
  )
}

/** Statements to run for each member that an id or a set names. */
function forEachNamed(leaf: Leaf, body: (v: string) => string): string {
  const guard = guardOf(leaf)
  const guarded = (statements: string) => `{ ${guard === null ? '' : `if (${guard}) `}{ ${statements} } }`
  if (leaf.kind === 'id') {
    const code = `const c = ${readBytes(leaf.bytes, String(leaf.at))}`
    return guarded(`${code}; if (c >= ${leaf.shift}) { const v = c - ${leaf.shift}; ${body('v')} }`)
  }
  return guarded(
    `for (let v = 0; v < ${leaf.bytes * 8}; v++) if (u[${leaf.at} + (v >> 3)] >> (v & 7) & 1) { ${body('v')} }`,
  )
}

/** The mixed contents of a plain leaf; for any other, what is known of it without its value. */
function content(leaf: Leaf, tag: string): string {
  if (leaf.kind !== 'plain') return constant(leaf, tag)
  return Array.from({ length: leaf.bytes }, (_, b) => `m(u[${leaf.at + b}] + ${constant(leaf, `${tag}.${b}`)})`).join(
    ' + ',
  )
}

function isSame(a: Index, b: Index): boolean {
  return a.family === b.family && a.member === b.member
}

/** A number for a place in the type. */
function constant(leaf: Leaf, role: string): string {
  let hash = 0x811c9dc5
  for (const char of `${leaf.tag}|${role}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  return String(hash | 0)
}
