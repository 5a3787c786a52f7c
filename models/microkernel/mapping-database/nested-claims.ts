import type { Cpu } from './nested-state.js'
import type { Split } from './outstanding.js'
import type { Subsystems } from './subsystems.js'

/** What must hold of an unmap through nested subsystems, as conditions on one state. */
type At = { readonly at: string }
interface State {
  readonly page: { get(page: number): { readonly cached: boolean } }
  readonly split: { get(split: number): Split & { readonly holder: number | null } }
  readonly cpu: { get(cpu: number): Cpu & At }
}

/** Nothing of what the operation had to take away is cached any more. */
export function isGone(s: State, { doomed }: Cpu): boolean {
  for (const page of doomed) if (s.page.get(page).cached) return false
  return true
}

/** Whoever holds a lock is on its walk: nobody shoots, or waits for what is shot at, with a lock in hand. */
export function isHeldByAWalker(s: State, split: number): boolean {
  const { holder } = s.split.get(split)
  return holder === null || WALKING.has(s.cpu.get(holder).at)
}

const WALKING = new Set([
  'lock',
  'look',
  'test',
  'clear entry',
  'mark invalid',
  'go on',
  'record',
  'take out',
  'unlock',
])

/**
 * A subsystem includes what lies in it: who comes to its own waits for somebody who works in the same one, or walks through it
 * from further out; and who walks waits for somebody who works further within.
 */
export function waitsInItsSubsystem(s: State, { within }: Subsystems, { at, start, last }: Cpu & At): boolean {
  if (at !== 'lock') return true
  const { holder } = s.split.get(last)
  if (holder === null) return true
  const other = s.cpu.get(holder).start
  return last === start ? within[other]!.includes(last) : within[last]!.includes(other)
}

/** The operation shoots for nobody but those whose permission it takes. */
export function shootsWithin({ within }: Subsystems, { start, taken, found }: Cpu): boolean {
  const isWithin = (page: number) => within[start]!.includes(page)
  return [...taken].every(isWithin) && [...found].every(isWithin)
}

/** The operation is about to find something outstanding that somebody has left who began elsewhere. */
export function finds(s: State, { at, last, start }: Cpu & At): 'from further out' | 'from further within' | null {
  const { outstanding, owner } = s.split.get(last)
  if (at !== 'look' || outstanding.isEmpty) return null
  const other = s.cpu.get(owner).start
  return other < start ? 'from further out' : other > start ? 'from further within' : null
}
