/** How often a thread looks before it sleeps, and how many milliseconds it sleeps at most. */
const LOOKS = 2000
const NAP = 10

/** A place where threads wait for each other, any number of times. `memory[at]` counts those that come, from 0 on. */
export class Barrier {
  private due = 0

  constructor(
    private readonly memory: Int32Array,
    private readonly at: number,
    private readonly threads: number,
  ) {}

  /** Ends when all threads have come. */
  wait(): void {
    this.come()
    for (let looks = 0; ; looks++) {
      const arrived = Atomics.load(this.memory, this.at)
      if (((arrived - this.due) | 0) >= 0) return
      // With fewer processors than threads, those that are missing need this one.
      if (looks >= LOOKS) Atomics.wait(this.memory, this.at, arrived, NAP)
    }
  }

  /** The same without sleeping, so that all go on at the same moment; and it ends after so many looks anyway. */
  lineUp(looks: number): void {
    this.come()
    for (let left = looks; left > 0 && ((Atomics.load(this.memory, this.at) - this.due) | 0) < 0; left--);
  }

  private come(): void {
    this.due = (this.due + this.threads) | 0
    if (((Atomics.add(this.memory, this.at, 1) + 1) | 0) === this.due) Atomics.notify(this.memory, this.at)
  }
}
