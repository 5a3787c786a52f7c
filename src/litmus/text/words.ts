import type { Cursor } from './cursor.js'

/** A whole number that fits in 32 bits, decimal or `0x…`. */
export function integer(cursor: Cursor, what = 'a number'): number {
  return fitting(cursor, cursor.expect(/-?\s*(0x[0-9a-fA-F]+|\d+)\b/y, what))
}

/** `+ 1`, `- 1`, or nothing, which is 0. */
export function sum(cursor: Cursor): number {
  const text = cursor.take(/[+-]\s*(0x[0-9a-fA-F]+|\d+)\b/y)
  return text === null ? 0 : fitting(cursor, text)
}

function fitting(cursor: Cursor, text: string): number {
  const size = Number(text.replace(/[+-]\s*/, ''))
  const value = text.startsWith('-') ? 0 - size : size
  return (value | 0) === value ? value : cursor.fail(`${text} does not fit in 32 bits`, cursor.at - text.length)
}
