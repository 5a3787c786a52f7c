import type { Value } from '../test.js'

/** The flavours of the format: which order operands have, and how registers are called in what is read. */
export type Flavour = 'X86' | 'X86_64'

/** The name by which a test calls a register, whole; null if it is none, or only a part of one. */
export function registerNamed(word: string, flavour: Flavour): string | null {
  const name = word.toLowerCase()
  const [, stem, number] = /^(?:[er]([abcd]x|[sd]i|[sb]p)|r([89]|1[0-5])d?)$/.exec(name) ?? []
  if (number !== undefined) return `r${number}`
  if (stem === undefined) return null
  return flavour === 'X86' ? `E${stem.toUpperCase()}` : `r${stem}`
}

/**
 * What a processor's registers hold while its program is read. A litmus test of ours has no instruction that works on
 * registers alone, so each holds a constant, or what was read from memory with something added to it.
 */
export class Registers {
  private readonly held: Map<string, Value>

  constructor(initial: ReadonlyMap<string, number>) {
    this.held = new Map(initial)
  }

  /** What a register holds now; before anything is written to it, 0. */
  valueOf(register: string): Value {
    return this.held.get(register) ?? 0
  }

  hold(register: string, value: Value): null {
    this.held.set(register, value)
    return null
  }

  add(register: string, n: number): null {
    const value = this.valueOf(register)
    return this.hold(
      register,
      typeof value === 'number' ? (value + n) | 0 : plus(value.reg, ((value.add ?? 0) + n) | 0),
    )
  }

  /** The register is read into from memory. Who else holds what it had, if anybody: that would be lost. */
  readInto(register: string): string | null {
    const other = [...this.held].find(([name, v]) => name !== register && typeof v !== 'number' && v.reg === register)
    this.hold(register, { reg: register })
    return other?.[0] ?? null
  }
}

function plus(reg: string, add: number): Value {
  return add === 0 ? { reg } : { reg, add }
}
