import type { Bounds } from './bfs.js'
import type { Monitor } from './monitor.js'
import type { Limit } from './outcome.js'

/** How far a search has come, as far as bounds are concerned. */
export interface Spent {
  readonly distinct: number
  readonly frontier: number
  readonly bytes: number
}

export interface LimitsOptions {
  readonly bounds?: Bounds
  readonly keepGoing?: boolean
  readonly signal?: AbortSignal | undefined
}

/** What ends a search before it has seen everything: what it has found, a failure of the model, or a bound. */
export class Limits {
  /** The clock runs from here. */
  private readonly started = performance.now()

  constructor(
    private readonly monitor: Monitor,
    private readonly options: LimitsOptions,
  ) {}

  /** Whether something was found with which the search may end. */
  get decided(): boolean {
    return this.monitor.decided(this.options.keepGoing ?? false)
  }

  /** Does so; false if the model failed meanwhile, which is a finding. */
  guard(act: () => void): boolean {
    try {
      act()
      return true
    } catch (thrown) {
      this.monitor.fault(thrown)
      return false
    }
  }

  /** The limit that a finding is; null if there is none, or nothing was left anyway. */
  violation(frontier: number): Limit | null {
    // After a failure, nothing is known of what the failing state might still have led to.
    const cutShort = this.monitor.failed || (this.decided && frontier > 0)
    return cutShort ? { tag: 'violation', frontier } : null
  }

  /** What ends the search here, if anything does. */
  met(spent: Spent): Limit | null {
    return this.violation(spent.frontier) ?? this.bound(spent)
  }

  private bound({ distinct, frontier, bytes }: Spent): Limit | null {
    const { bounds = {}, signal } = this.options
    if (signal?.aborted) return { tag: 'interrupted', frontier }
    if (bounds.states !== undefined && distinct >= bounds.states && frontier > 0)
      return { tag: 'states', limit: bounds.states, frontier }
    if (bounds.seconds !== undefined && performance.now() - this.started > bounds.seconds * 1000)
      return { tag: 'time', limit: bounds.seconds, frontier }
    if (bounds.memory !== undefined && bytes > bounds.memory) return { tag: 'memory', limit: bounds.memory, frontier }
    return null
  }
}
