import { isLocation } from '../test.js'
import type { Cursor } from '../text/cursor.js'
import { integer } from '../text/words.js'
import { type Flavour, registerNamed } from './registers.js'

export type Operand =
  | { readonly tag: 'constant'; readonly value: number }
  | { readonly tag: 'register'; readonly reg: string }
  | { readonly tag: 'memory'; readonly loc: string }

/** Reads the operands of an instruction, the one that is written to first. */
export function readOperands(cursor: Cursor, flavour: Flavour): Operand[] {
  if (cursor.atEnd()) return []
  const operands = [readOperand(cursor, flavour)]
  while (cursor.take(/,/y) !== null) operands.push(readOperand(cursor, flavour))
  // X86 is written as Intel does, X86_64 as the GNU assembler does.
  return flavour === 'X86' ? operands : operands.reverse()
}

/** `$1`, `1`, `EAX`, `%eax`, `[x]` or `(x)`. */
function readOperand(cursor: Cursor, flavour: Flavour): Operand {
  if (cursor.take(/[[(]/y) !== null) return memory(cursor, flavour)
  if (cursor.sees(/\$|-|\d/y)) {
    cursor.take(/\$/y)
    return { tag: 'constant', value: integer(cursor) }
  }
  const word = cursor.expect(/%?[A-Za-z]\w*/y, 'a register, a constant or [location]').replace('%', '')
  const reg = registerNamed(word, flavour)
  return reg === null
    ? cursor.fail(
        `${word} is no register of 32 or 64 bits, and a location is written [${word}]`,
        cursor.at - word.length,
      )
    : { tag: 'register', reg }
}

function memory(cursor: Cursor, flavour: Flavour): Operand {
  const loc = cursor.expect(/%?\w+/y, 'the name of a location')
  const at = cursor.at - loc.length
  if (registerNamed(loc.replace('%', ''), flavour) !== null)
    cursor.fail(`addresses in registers are not understood, only names of locations`, at)
  if (!isLocation(loc)) cursor.fail(`${loc} cannot be the name of a location`, at)
  cursor.expect(/[\])]/y, 'only the name of a location between brackets, and then "]",')
  return { tag: 'memory', loc }
}
