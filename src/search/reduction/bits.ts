/** Sets of bits of the state, as bytes. */

/** Adds the bits of `more` to `bits`; true if there were new ones. */
export function include(bits: Uint8Array, more: Uint8Array, at = 0): boolean {
  let grew = false
  for (let i = 0; i < more.length; i++) {
    const both = bits[at + i]! | more[i]!
    if (both !== bits[at + i]) grew = true
    bits[at + i] = both
  }
  return grew
}

export function includes(bits: Uint8Array, others: Uint8Array): boolean {
  return others.every((byte, i) => (byte & ~bits[i]!) === 0)
}

/** Bytes with only those bits that are in the mask, as text that can be a key. */
export function keyOf(bytes: Uint8Array, mask: Uint8Array): string {
  let key = ''
  for (let i = 0; i < mask.length; i++) key += String.fromCharCode(bytes[i]! & mask[i]!)
  return key
}

export function overlap(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if ((a[i]! & b[i]!) !== 0) return true
  return false
}
