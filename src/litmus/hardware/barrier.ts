/** How often a thread looks before it sleeps, and how many milliseconds it sleeps at most. */
const LOOKS = 2000
const NAP = 10

/** A place where threads wait for each other, any number of times. */
export class Barrier {
  private due = 0

  /** `memory[at]` counts the arrivals, from 0 on. */
  constructor(
    private readonly memory: Int32Array,
    private readonly at: number,
    private readonly threads: number,
  ) {}

  /** Ends when all threads have come. */
  wait(): void {
    const { memory, at } = this
    this.due = (this.due + this.threads) | 0
    if (((Atomics.add(memory, at, 1) + 1) | 0) === this.due) Atomics.notify(memory, at)
    for (let looks = 0; ; looks++) {
      const arrived = Atomics.load(memory, at)
      if (((arrived - this.due) | 0) >= 0) return
      // With fewer processors than threads, those that are missing need this one.
      if (looks >= LOOKS) Atomics.wait(memory, at, arrived, NAP)
    }
  }
}
