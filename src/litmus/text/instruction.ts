import {
  fenceOrders,
  type Instruction,
  isLocation,
  isRegister,
  loadOrders,
  lockedOrders,
  type Order,
  storeOrders,
  type Value,
} from '../test.js'
import type { Cursor } from './cursor.js'
import { integer, sum } from './words.js'

/** Reads one instruction of our text form, as `instructionText` prints it. */
export function readInstruction(cursor: Cursor): Instruction {
  const fence = cursor.take(/[msl]fence\b/y)
  if (fence !== null) return { op: fence as 'mfence' | 'sfence' | 'lfence' }
  if (cursor.take(/fence\b/y) !== null) return { op: 'fence', order: fenceOrder(cursor) }
  if (cursor.take(/(?=(xchg|cmpxchg|xadd)\b)/y) !== null) return locked(cursor, {})
  const name = word(cursor, 'an instruction')
  return isRegister(name) ? intoRegister(cursor, name) : store(cursor, location(cursor, name))
}

function intoRegister(cursor: Cursor, reg: string): Instruction {
  cursor.expect(/=/y, '"="')
  if (cursor.take(/(?=(xchg|cmpxchg|xadd)\b)/y) !== null) return locked(cursor, { reg })
  const loc = location(cursor, word(cursor, 'a location to read'))
  return { op: 'load', loc, reg, ...order(cursor, loadOrders) }
}

function store(cursor: Cursor, loc: string): Instruction {
  const ordered = order(cursor, storeOrders)
  cursor.expect(/=/y, '"="')
  return { op: 'store', loc, val: readValue(cursor), ...ordered }
}

function locked(cursor: Cursor, into: { readonly reg?: string }): Instruction {
  const op = cursor.expect(/\w+/y, 'an operation') as 'xchg' | 'cmpxchg' | 'xadd'
  const rest = { ...into, ...order(cursor, lockedOrders) }
  const loc = location(cursor, word(cursor, 'a location'))
  if (op !== 'cmpxchg') return { op, loc, val: readValue(cursor), ...rest }
  const expect = readValue(cursor)
  cursor.expect(/->/y, '"->" and the new value')
  return { op, loc, expect, val: readValue(cursor), ...rest }
}

/** `1`, `r0`, `r0 + 1`. */
function readValue(cursor: Cursor): Value {
  const reg = cursor.take(/[A-Za-z_]\w*/y)
  if (reg === null) return integer(cursor, 'a number or a register')
  if (!isRegister(reg))
    return cursor.fail(`${reg} is no register: what is in memory is read into one first`, cursor.at - reg.length)
  const add = sum(cursor)
  return add === 0 ? { reg } : { reg, add }
}

function fenceOrder(cursor: Cursor): (typeof fenceOrders)[number] {
  const { order: given } = order(cursor, fenceOrders)
  return given ?? cursor.fail(`a fence says its order: ${fenceOrders.map((o) => `fence.${o}`).join(', ')}`)
}

function order<O extends Order>(cursor: Cursor, possible: readonly O[]): { readonly order?: O } {
  const given = cursor.take(/\.\w*/y)
  if (given === null) return {}
  const found = possible.find((o) => `.${o}` === given)
  return found === undefined
    ? cursor.fail(`the order here is one of ${possible.join(', ')}`, cursor.at - given.length)
    : { order: found }
}

function word(cursor: Cursor, what: string): string {
  return cursor.expect(/[A-Za-z_]\w*/y, what)
}

/** The word that was just taken must name a location. */
function location(cursor: Cursor, name: string): string {
  if (isLocation(name)) return name
  const why = isRegister(name) ? 'a register' : 'a word of the language'
  return cursor.fail(`${name} is ${why}, no location`, cursor.at - name.length)
}
