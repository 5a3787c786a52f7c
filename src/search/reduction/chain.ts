import { type Expansion, StepFault } from '../expansion.js'
import { sameState } from './retrace.js'

/** No chain is longer: two that meet far from their ends walk the rest of the way twice. */
const LONGEST = 256

/** Thrown at the second successor: how many more there are does not matter. */
const ANOTHER = Symbol('another successor')

/** A state with the halves of its fingerprint. */
interface Here {
  low: number
  high: number
  readonly state: Int32Array
}

/** A walk from state to state for as long as there is one step only, and nothing to be decided. */
export class Chain {
  /** Steps that were taken, of all walks. */
  steps = 0
  private here: Here
  private next: Here
  /** How many successors of the state at hand have been seen. */
  private successors = 0
  private readonly decisive: (() => boolean)[]

  constructor(private readonly expansion: Expansion) {
    const place = () => ({ low: 0, high: 0, state: new Int32Array(expansion.words) })
    this.here = place()
    this.next = place()
    this.decisive = decisions(expansion)
  }

  begin(low: number, high: number, state: Int32Array): void {
    this.here.low = low
    this.here.high = high
    this.here.state.set(state)
  }

  /** Walks on to where the chain ends. It depends on where it begins alone. */
  toEnd(): Readonly<Here> {
    const marked = this.here.state.slice()
    for (let length = 1; length <= LONGEST && this.goOn(); length++) {
      if (sameState(this.here.state, marked)) return this.leastAround(marked)
      // Marks further and further on: one comes to lie on the circle, and the next round passes it.
      if ((length & (length - 1)) === 0) marked.set(this.here.state)
    }
    return this.here
  }

  /** How many steps there are to a state that the chain passes, or ends in. */
  lengthTo(state: Int32Array): number {
    for (let length = 0; ; length++) if (sameState(this.here.state, state) || !this.goOn()) return length
  }

  /** Goes once around, from a state on a circle to the least one there is on it. */
  private leastAround(from: Int32Array): Readonly<Here> {
    const least = { ...this.here, state: from.slice() }
    while (this.goOn() && !sameState(this.here.state, from)) {
      if (!isLess(this.here.state, least.state)) continue
      least.low = this.here.low
      least.high = this.here.high
      least.state.set(this.here.state)
    }
    return least
  }

  /** Takes the only step there is; false if the chain ends here. */
  private goOn(): boolean {
    const { expansion, here, next } = this
    expansion.show(here.state, 0)
    if (this.decisive.some((decides) => decides())) return false
    expansion.load(here.state, 0)
    this.successors = 0
    try {
      expansion.successors(here.low, here.high, this.look)
    } catch (thrown) {
      if (thrown !== ANOTHER && !(thrown instanceof StepFault)) throw thrown
      return false
    }
    if (this.successors === 0) return false
    this.here = next
    this.next = here
    this.steps++
    return true
  }

  private readonly look = (low: number, high: number): void => {
    if (this.successors++ > 0) throw ANOTHER
    this.next.low = low
    this.next.high = high
    this.next.state.set(this.expansion.draft)
  }
}

/** For each property of states, and for the state constraint, whether the state shown decides it or makes it fail. */
function decisions({ model, view }: Expansion): (() => boolean)[] {
  const decides = (holds: (s: never) => boolean, found: boolean) => () => {
    try {
      return holds(view) === found
    } catch {
      return true
    }
  }
  const { properties, constraint } = model
  const ofProperties = Object.values(properties).flatMap((property) =>
    property.kind === 'always' || property.kind === 'reachable'
      ? [decides(property.holds, property.kind === 'reachable')]
      : [],
  )
  return constraint === null ? ofProperties : [...ofProperties, decides(constraint, false)]
}

/** An order of states; which one does not matter. */
function isLess(a: Int32Array, b: Int32Array): boolean {
  const k = a.findIndex((word, i) => word !== b[i])
  return k >= 0 && a[k]! < b[k]!
}
