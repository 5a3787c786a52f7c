import type { Event, Expansion } from './expansion.js'
import type { Path } from './outcome.js'

/** Takes a run again: `look` is called while the expansion shows the initial state (step 0) and each step. */
export function along(expansion: Expansion, path: Path, look: (step: number, event: Event) => void): void {
  const here = new Int32Array(expansion.words)
  path.forEach((wanted, step) => {
    let position = 0
    const visit = () => {
      if (position++ !== wanted) return
      look(step, expansion.event())
      here.set(expansion.draft)
    }
    try {
      if (step === 0) expansion.initialStates(visit)
      else expansion.successors(0, 0, visit)
    } catch (thrown) {
      // What fails after the wanted step was shown is another run's concern.
      if (position <= wanted) throw thrown
    }
    expansion.load(here, 0)
  })
}
