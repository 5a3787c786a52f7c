import type { ScalarLayout } from './layout.js'
import { cardinality, decode, type Packable } from './scalar.js'
import { typeName } from './type.js'

/**
 * Generates the code that reads and writes single values in the bytes `u`, and gathers what is generated beside it: the
 * functions that check what is written, and the constants that code refers to by name.
 */
export class ScalarCode {
  readonly constants: unknown[] = []
  readonly chunks: string[] = []
  private readonly encoders = new Map<string, string>()

  /** Observed, it notes which bits are read in `R` and which are written in `W`. */
  constructor(private readonly observed: boolean) {}

  read(layout: ScalarLayout, at: string): string {
    return this.decoded(layout.type, this.load(layout.bytes, at))
  }

  write(layout: ScalarLayout, at: string, value: string): string {
    return `const w = ${this.encoder(layout.type)}(${value}, ${at}); ${this.store(layout.bytes, at, 'w')}`
  }

  /** An expression that reads bytes, and notes it if somebody wants to know. */
  load(width: number, at: string): string {
    return this.observed ? `(R.fill(255, ${at}, ${at} + ${width}), ${readBytes(width, at)})` : readBytes(width, at)
  }

  store(width: number, at: string, code: string): string {
    const note = this.observed ? `W.fill(255, ${at}, ${at} + ${width}); ` : ''
    return note + writeBytes(width, at, code)
  }

  decoded(type: Packable, code: string): string {
    if (type.tag === 'id') return code
    if (type.tag === 'bool') return `(${code} === 1)`
    if (type.tag === 'int') return type.low === 0 ? code : `(${code} + ${type.low})`
    if (cardinality(type) > 2 ** 16) return `${this.constant((c: number) => decode(type, c))}(${code})`
    // Not frozen: the engine does not inline loads from a frozen array.
    const values = Array.from({ length: cardinality(type) }, (_, c) => decode(type, c))
    return `${this.constant(values)}[${code}]`
  }

  /** The name of a function (value, offset) → code that refuses values which are not of the type. */
  encoder(type: Packable): string {
    const key = typeName(type)
    const known = this.encoders.get(key)
    if (known) return known
    const name = `e${this.encoders.size}`
    this.encoders.set(key, name)
    const refuse = `X.bad(at, v, ${JSON.stringify(key)})`
    this.chunks.push(`function ${name}(v, at) { ${encoderBody(type, 0, refuse)} }`)
    return name
  }

  constant(value: unknown): string {
    const index = this.constants.indexOf(value)
    const found = index >= 0 ? index : this.constants.push(value) - 1
    if (index < 0) this.chunks.push(`const k${found} = K[${found}]`)
    return `k${found}`
  }
}

/** Statements that return the code of `v` plus `shift`, or call `refuse`, which throws. */
function encoderBody(type: Packable, shift: number, refuse: string): string {
  switch (type.tag) {
    case 'int':
    case 'id': {
      const low = type.tag === 'int' ? type.low : 0
      const offset = low === 0 ? 'v' : `v - ${low}`
      return `const c = ${offset}; if (typeof v !== 'number' || c >>> 0 !== c || c > ${cardinality(type) - 1}) ${refuse}; return c + ${shift}`
    }
    case 'bool':
      return `if (v === true) return ${1 + shift}; if (v === false) return ${shift}; ${refuse}`
    case 'oneOf':
      return `switch (v) { ${type.values
        .map((value, code) => `case ${JSON.stringify(value)}: return ${code + shift}`)
        .join('; ')} } ${refuse}`
    case 'option':
      return `if (v === null) return ${shift}; ${encoderBody(type.element, shift + 1, refuse)}`
  }
}

export function readBytes(width: number, at: string): string {
  if (width === 1) return `u[${at}]`
  if (width === 2) return `(u[${at}] | u[${at} + 1] << 8)`
  return `((u[${at}] | u[${at} + 1] << 8 | u[${at} + 2] << 16 | u[${at} + 3] << 24) >>> 0)`
}

export function writeBytes(width: number, at: string, code: string): string {
  const bytes = [`u[${at}] = ${code}`]
  if (width >= 2) bytes.push(`u[${at} + 1] = ${code} >> 8`)
  if (width === 4) bytes.push(`u[${at} + 2] = ${code} >> 16`, `u[${at} + 3] = ${code} >> 24`)
  return `${bytes.join('; ')};`
}
