import { cpus, loadavg } from 'node:os'
import { saying } from './process.js'

/** Where a comparison was made, and with what. Versions are null for tools that are not there. */
export interface Machine {
  readonly cores: number
  readonly processor: string
  readonly node: string
  readonly spin: string | null
  readonly gcc: string | null
  /** How many processes wanted to run in the minute before. */
  readonly load: number
}

export function thisMachine(): Machine {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    node: process.version,
    spin: /Spin Version ([\d.]+)/.exec(saying('spin', ['-V']) ?? '')?.[1] ?? null,
    gcc: saying('gcc', ['-dumpfullversion'])?.trim() ?? null,
    load: loadavg()[0]!,
  }
}

/** Says what is missing for the comparison, and how to get it; null if nothing is. */
export function missing({ spin, gcc }: Machine): string | null {
  const names = [...(spin === null ? ['spin'] : []), ...(gcc === null ? ['gcc'] : [])]
  if (names.length === 0) return null
  return `${names.join(' and ')} not found, so only Shootdown is measured; "apt-get install ${names.join(' ')}" brings the comparison.`
}

export function describeMachine({ cores, processor, node, spin, gcc, load }: Machine): string {
  const tools = [`Node ${node}`, ...(spin ? [`Spin ${spin}`] : []), ...(gcc ? [`gcc ${gcc}`] : [])]
  return `${cores} cores (${processor}), ${tools.join(', ')}, load ${load.toFixed(1)} at the start`
}
