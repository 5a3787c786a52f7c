/** A processor as far as claims about the locks go. */
interface Cpu {
  readonly at: string
  readonly entry: number | null
  readonly holdsCoarse: boolean
}

interface Cpus {
  some(test: (cpu: Cpu) => boolean): boolean
  count(test: (cpu: Cpu) => boolean): number
}

/** Whether the processor is on its way to a lock, or waits for it. */
export function isAtLock(label: string): boolean {
  return label.startsWith('lock coarse') || label === 'lock fine' || label === 'exchange fine lock'
}

/** One holds a fine lock and waits for the coarse one, which another holds who waits for that fine lock, at the label `atFine`. */
export function waitInACircle(cpus: Cpus, atFine = 'lock fine'): boolean {
  return cpus.some(
    (c) =>
      c.at.startsWith('lock coarse') &&
      c.entry !== null &&
      cpus.some((d) => d.holdsCoarse && d.at === atFine && d.entry === c.entry),
  )
}

/** A coarse lock is taken exactly while somebody holds it. A release may still be on its way to memory. */
export function fitsHolders({ coarse }: { readonly coarse: boolean }, cpus: Cpus, isSettled: boolean): boolean {
  const holders = cpus.count((c) => c.holdsCoarse)
  const taken = coarse ? 1 : 0
  return isSettled ? holders === taken : holders <= taken
}
