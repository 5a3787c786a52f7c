import { isLocation } from '../test.js'
import { readPlace } from '../text/condition.js'
import type { Cursor } from '../text/cursor.js'
import { integer } from '../text/words.js'
import { type Flavour, registerNamed } from './registers.js'

/** What `{ x = 1; 0:EAX = 2; int y }` says: what does not start at 0, and locations with or without a type. */
export interface InitialState {
  readonly memory: { readonly [loc: string]: number }
  /** By processor and register. */
  readonly registers: ReadonlyMap<number, ReadonlyMap<string, number>>
}

export function initialState(cursor: Cursor, flavour: Flavour): InitialState {
  const memory: { [loc: string]: number } = {}
  const registers = new Map<number, Map<string, number>>()
  cursor.expect(/\{/y, '"{"')
  while (cursor.take(/\}\s*;?/y) === null) {
    cursor.take(/[A-Za-z_]\w*(?=\s+(\w|\[))/y)
    const { processor, name, at } = readPlace(cursor)
    const value = cursor.take(/=/y) === null ? 0 : integer(cursor, 'a number (addresses are not understood)')
    if (cursor.take(/;/y) === null && !cursor.sees(/\}/y)) cursor.expect(/;/y, '";" or "}"')
    if (processor === null) {
      if (!isLocation(name)) cursor.fail(`${name} cannot be the name of a location`, at)
      memory[name] = value
      continue
    }
    const register = registerNamed(name, flavour) ?? cursor.fail(`${name} is no register of 32 or 64 bits`, at)
    registers.set(processor, (registers.get(processor) ?? new Map()).set(register, value))
  }
  return { memory, registers }
}
