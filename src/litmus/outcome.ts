import { match, P } from 'ts-pattern'
import type { Condition, LitmusTest } from './test.js'

/** The values of a final state, in the order of the test's keys. */
export type Outcome = readonly number[]

/**
 * What an outcome tells, in order: for each processor the registers that its program writes (`0:r0`), then the
 * locations.
 */
export function keysOf({ init, threads }: Pick<LitmusTest, 'init' | 'threads'>): string[] {
  const registers = threads.flatMap((thread, processor) => registersOf(thread).map((r) => `${processor}:${r}`))
  const used = threads.flat().flatMap((i) => ('loc' in i ? [i.loc] : []))
  return [...registers, ...[...new Set([...Object.keys(init), ...used])].sort(byName)]
}

/** The registers that a program writes, in the order of the keys. */
export function registersOf(thread: LitmusTest['threads'][number]): string[] {
  return [...new Set(thread.flatMap((i) => ('reg' in i && i.reg !== undefined ? [i.reg] : [])))].sort(byName)
}

/** Whether the condition is true of an outcome. A register that is never written is 0. */
export function isTrue(condition: Condition, keys: readonly string[], outcome: Outcome): boolean {
  return match(condition)
    .with({ eq: P.select() }, ([key, value]) => (outcome[keys.indexOf(key)] ?? 0) === value)
    .with({ and: P.select() }, (all) => all.every((c) => isTrue(c, keys, outcome)))
    .with({ or: P.select() }, (any) => any.some((c) => isTrue(c, keys, outcome)))
    .with({ not: P.select() }, (c) => !isTrue(c, keys, outcome))
    .exhaustive()
}

/** `r2` before `r10`, capitals before small letters; the same everywhere. */
function byName(a: string, b: string): number {
  const [, wordA, numberA] = /^(.*?)(\d*)$/.exec(a)!
  const [, wordB, numberB] = /^(.*?)(\d*)$/.exec(b)!
  if (wordA !== wordB) return wordA! < wordB! ? -1 : 1
  return Number(numberA) - Number(numberB)
}
