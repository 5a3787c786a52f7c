import type { Bits, Bool, Term } from './term.js'

/**
 * One operation of a term as a JavaScript expression over the names of its operands. Words up to 32 bits are numbers from
 * 0 to 2^width - 1, wider ones BigInt, truth values booleans. Only numbers and names made here ever get into the text.
 */
export function javascript(term: Term, names: readonly string[]): string {
  if (term.sort === 'bool') return truth(term, names)
  return isNarrow(term) ? narrow(term, names) : wide(term, names)
}

/** Whether a word is kept as a number. */
export function isNarrow(term: Bits): boolean {
  return term.width <= 32
}

function narrow(term: Bits, names: readonly string[]): string {
  const { width } = term
  const [a, b, c] = names
  const cut = (text: string) => (width === 32 ? `(${text}) >>> 0` : `(${text}) & ${2 ** width - 1}`)
  switch (term.op) {
    case 'constant':
      return String(term.value)
    case 'variable':
      return a!
    case 'not':
      return cut(`~${a}`)
    case 'and':
      return cut(`${a} & ${b}`)
    case 'or':
      return cut(`${a} | ${b}`)
    case 'xor':
      return cut(`${a} ^ ${b}`)
    case 'add':
      return cut(`${a} + ${b}`)
    case 'sub':
      return cut(`${a} - ${b}`)
    case 'mul':
      return cut(`Math.imul(${a}, ${b})`)
    case 'div':
      return `${b} === 0 ? ${2 ** width - 1} : Math.floor(${a} / ${b})`
    case 'rem':
      return `${b} === 0 ? ${a} : ${a} % ${b}`
    case 'shl':
      return `${b} < ${width} ? ${cut(`${a} << ${b}`)} : 0`
    case 'shr':
      return `${b} < ${width} ? ${a} >>> ${b} : 0`
    case 'sar':
      return cut(`${signed(a!, width)} >> Math.min(${b}, 31)`)
    case 'slice':
      return isNarrow(term.of[0])
        ? cut(`${a} >>> ${term.low}`)
        : `Number(BigInt.asUintN(${width}, ${a} >> ${term.low}n))`
    case 'join':
      return cut(`${a} << ${term.of[1].width} | ${b}`)
    case 'extend':
      return term.signed ? cut(signed(a!, term.of[0].width)) : a!
    case 'choose':
      return `${a} ? ${b} : ${c}`
  }
}

function wide(term: Bits, names: readonly string[]): string {
  const { width } = term
  const [a, b, c] = names
  const cut = (text: string) => `BigInt.asUintN(${width}, ${text})`
  const parts = term.of.map((part, i) => (part.sort === 'bits' && isNarrow(part) ? `BigInt(${names[i]})` : names[i]!))
  switch (term.op) {
    case 'constant':
      return `${term.value}n`
    case 'variable':
      return a!
    case 'not':
      return cut(`~${a}`)
    case 'and':
      return `${a} & ${b}`
    case 'or':
      return `${a} | ${b}`
    case 'xor':
      return `${a} ^ ${b}`
    case 'add':
      return cut(`${a} + ${b}`)
    case 'sub':
      return cut(`${a} - ${b}`)
    case 'mul':
      return cut(`${a} * ${b}`)
    case 'div':
      return `${b} === 0n ? ${(1n << BigInt(width)) - 1n}n : ${a} / ${b}`
    case 'rem':
      return `${b} === 0n ? ${a} : ${a} % ${b}`
    case 'shl':
      return `${b} < ${width}n ? ${cut(`${a} << ${b}`)} : 0n`
    case 'shr':
      return `${b} < ${width}n ? ${a} >> ${b} : 0n`
    case 'sar':
      return cut(`BigInt.asIntN(${width}, ${a}) >> (${b} < ${width}n ? ${b} : ${width}n)`)
    case 'slice':
      return cut(`${a} >> ${term.low}n`)
    case 'join':
      return `${parts[0]} << ${term.of[1].width}n | ${parts[1]}`
    case 'extend':
      return term.signed ? cut(`BigInt.asIntN(${term.of[0].width}, ${parts[0]})`) : parts[0]!
    case 'choose':
      return `${a} ? ${b} : ${c}`
  }
}

function truth(term: Bool, names: readonly string[]): string {
  const [a, b, c] = names
  switch (term.op) {
    case 'constant':
      return String(term.value)
    case 'variable':
      return a!
    case 'not':
      return `!${a}`
    case 'and':
      return names.length === 0 ? 'true' : names.join(' && ')
    case 'or':
      return names.length === 0 ? 'false' : names.join(' || ')
    case 'equal':
      return `${a} === ${b}`
    case 'lt':
      return `${a} < ${b}`
    case 'le':
      return `${a} <= ${b}`
    case 'slt':
      return `${inOrder(term.of[0], a!)} < ${inOrder(term.of[0], b!)}`
    case 'sle':
      return `${inOrder(term.of[0], a!)} <= ${inOrder(term.of[0], b!)}`
    case 'choose':
      return `${a} ? ${b} : ${c}`
  }
}

/** The word's signed value. */
function inOrder(of: Bits, name: string): string {
  return isNarrow(of) ? `(${signed(name, of.width)})` : `BigInt.asIntN(${of.width}, ${name})`
}

function signed(name: string, width: number): string {
  return width === 32 ? `(${name} | 0)` : `(${name} << ${32 - width} >> ${32 - width})`
}
