import type { Permissions } from './permission.js'
import type { Coherency, Processor } from './state.js'

type Seen = Processor & { readonly at: string }

/** The state as properties see it. */
export interface Claimed extends Omit<Coherency, 'cpu'> {
  readonly cpu: Iterable<Seen> & {
    get(index: number): Seen
    some(holds: (cpu: Seen, index: number) => boolean): boolean
    count(holds: (cpu: Seen) => boolean): number
  }
}

interface Tools<S, P> {
  always(holds: (s: S) => boolean): P
  reachable(holds: (s: S) => boolean): P
}

export const CLAIM = 'nobody can use what an operation that has returned took away'

/**
 * What every way of keeping TLBs coherent is for. If operations are not counted, that something happens by which it could go
 * wrong; if they are, how many interrupts their runs take. `canUse`: whether the processor uses what its TLB holds at all.
 */
export function claims<S extends Claimed, P>(
  tools: Tools<S, P>,
  permission: Permissions,
  taking: Taking,
  canUse: (s: S, cpu: number) => boolean = () => true,
): { readonly [name: string]: P } {
  const { always, reachable } = tools
  const claim = always(
    (s) => !s.cpu.some((c) => c.at === 'returned' && permission.someCanUse(s, c, (cpu) => canUse(s, cpu))),
  )
  if (taking.operations > 0) return { [CLAIM]: claim, ...interruptsTaken(tools, taking) }
  const isStale = (s: S, cpu: number, page: number) =>
    !permission.isGranted(s, page) && permission.hasCached(s, cpu, page)
  return {
    [CLAIM]: claim,
    'a translation outlives the permission': reachable((s) =>
      s.cpu.some(({ takes }, cpu) => [...takes].some((page) => isStale(s, cpu, page))),
    ),
  }
}

/** Whether two processors each wait for what the other has to do. */
export function shootAtEachOther(s: Claimed): boolean {
  return s.cpu.count((c) => c.at === 'wait' && !c.requests.isEmpty) >= 2
}

/** How many interrupts runs take in which operations are counted, from the least to the most. */
function interruptsTaken<S extends Claimed, P>({ always, reachable }: Tools<S, P>, { least, most }: Taking) {
  return {
    [`every run takes ${least} to ${most} interrupts`]: always(
      (s) => !hasEnded(s) || (sent(s) >= least && sent(s) <= most),
    ),
    [`some run takes ${least}`]: reachable((s) => hasEnded(s) && sent(s) === least),
    ...(most !== least && { [`some run takes ${most}`]: reachable((s) => hasEnded(s) && sent(s) === most) }),
  }
}

interface Taking {
  readonly least: number
  readonly most: number
  readonly operations: number
}

/** Whether all operations have returned that processors carry out. */
export function hasEnded(s: Claimed): boolean {
  return !s.cpu.some((c) => c.left > 0 || c.at !== 'user')
}

function sent(s: Claimed): number {
  let count = 0
  for (const cpu of s.cpu) count += cpu.sent
  return count
}

/** Whether somebody waits for an object whose lock is held by a processor that waits for acknowledgements. */
export function waitsForWholeBatch(s: Claimed): boolean {
  return s.cpu.some((c) => {
    const holder = c.at === 'take lock' ? s.object.get(c.object).lock : null
    return holder !== null && s.cpu.get(holder).at === 'wait'
  })
}
