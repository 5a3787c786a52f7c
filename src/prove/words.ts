import {
  add,
  and,
  type Bits,
  choose,
  eq,
  extend,
  lt,
  ne,
  type Operand,
  or,
  shl,
  shr,
  slice,
  sub,
  word,
} from './term.js'

/** What machines have an instruction for, or a well-known handful of them: in terms of the operations of `term.ts`. */

/** Rotates to the left; the count is taken modulo the width, which is a power of two. */
export function rotl(of: Bits, by: Operand): Bits {
  const count = modulo(of, by)
  return or(shl(of, count), shr(of, sub(of.width, count)))
}

/** Rotates to the right; the count is taken modulo the width, which is a power of two. */
export function rotr(of: Bits, by: Operand): Bits {
  const count = modulo(of, by)
  return or(shr(of, count), shl(of, sub(of.width, count)))
}

function modulo(of: Bits, by: Operand): Bits {
  if ((of.width & (of.width - 1)) !== 0) throw new RangeError(`a word of ${of.width} bits cannot be rotated`)
  return and(typeof by === 'object' ? by : word(of.width, by), of.width - 1)
}

/** The word of which the lowest `count` bits are set. */
export function ones(width: number, count: Operand): Bits {
  return sub(shl(word(width, 1), count), 1)
}

/** How many bits are set. */
export function bitCount(of: Bits): Bits {
  return Array.from({ length: of.width }, (_, i) => extend(slice(of, i, 1), of.width)).reduce((a, b) => add(a, b))
}

export function min(left: Bits, right: Bits): Bits {
  return choose(lt(right, left), right, left)
}

export function max(left: Bits, right: Bits): Bits {
  return choose(lt(left, right), right, left)
}

/** The number of the highest bit that is set, counted from 1; 0 if none is. */
export function bitLength(of: Bits): Bits {
  let rest = of
  let length = word(of.width, 0)
  for (let half = 2 ** (Math.ceil(Math.log2(of.width)) - 1); half >= 1; half /= 2) {
    const above = shr(rest, half)
    const some = ne(above, 0)
    rest = choose(some, above, rest)
    length = choose(some, add(length, half), length)
  }
  return add(length, rest)
}

/** The number of the lowest bit that is set, counted from 0; the width less one if none is. */
export function trailingZeros(of: Bits): Bits {
  let rest = of
  let zeros = word(of.width, 0)
  for (let half = 2 ** (Math.ceil(Math.log2(of.width)) - 1); half >= 1; half /= 2) {
    const none = eq(and(rest, ones(of.width, half)), 0)
    rest = choose(none, shr(rest, half), rest)
    zeros = choose(none, add(zeros, half), zeros)
  }
  return zeros
}
