import type { Model } from '../model/model.js'
import { differences } from '../schema/difference.js'
import { readPlain } from '../schema/pack.js'
import { along } from '../search/along.js'
import { type Expansion, expansionOf } from '../search/expansion.js'
import { brokenSince, isBroken, type Says, saysOf } from '../search/liveness/breach.js'
import type { Claim } from '../search/liveness/claims.js'
import { promiseBroken } from '../search/liveness/fair-loop.js'
import { claimOf, type Lasso as LassoFinding } from '../search/liveness/lasso-check.js'
import type { Fairness } from '../system/fairness.js'
import type { Loop } from './counterexample.js'
import { judgedBy } from './judged-by.js'
import type { StaleError } from './stale.js'

/** How the run of a finding goes on for ever, as a file holds it. */
export function loopOf(model: Model, { property, of, path, loop: to }: LassoFinding): Loop {
  const own = judgedBy(model, property)
  const expansion = expansionOf(own)
  const claim = claimOf(own, property, of)
  if (claim === null) throw new TypeError(`unreachable: "${property}" is not asked of ${of ?? 'the system'}`)
  const says: Says[] = []
  along(expansion, path, () => says.push(saysOf(claim, expansion.view)))
  return { to, stutters: to === path.length - 1, of, since: Math.max(0, brokenSince(claim.kind, says, to)) }
}

/** A run that never ends, looked at on the way: whether it is one, may be one, and breaks the property. */
export class Lasso {
  private readonly claim: Claim | null
  private readonly says: Says[] = []
  private readonly states: Int32Array[] = []

  constructor(
    private readonly expansion: Expansion,
    private readonly property: string,
    private readonly loop: Loop,
    private readonly fairness: readonly Fairness[],
  ) {
    this.claim = claimOf(expansion.model, property, loop.of)
  }

  /** There may be nobody any more of whom the property was asked. */
  nobody(): StaleError | null {
    return this.claim === null ? { tag: 'nobody', property: this.property, of: this.loop.of } : null
  }

  /** Notes the state that the expansion is showing. */
  look(): void {
    if (this.claim !== null) this.says.push(saysOf(this.claim, this.expansion.view))
    this.states.push(this.expansion.draft.slice())
  }

  /** Judges the whole, at the end of the steps. */
  end(): StaleError | null {
    const { loop, property, says, claim } = this
    const open = this.open()
    if (open !== null) return open
    if (claim !== null && !isBroken(claim.kind, says, loop)) return { tag: 'holds for ever', property, of: loop.of }
    const promise = promiseBroken(this.expansion, this.states.slice(loop.to), this.fairness)
    return (
      promise && { tag: 'unfair', unit: unitText(promise.name), strength: promise.strength, stutters: loop.stutters }
    )
  }

  private open(): StaleError | null {
    const { to } = this.loop
    const step = this.states.length - 1
    const different = differences(this.expansion.model.state, this.plain(to), this.plain(step))
    return different.length === 0 ? null : { tag: 'loop open', step, to, differences: different }
  }

  private plain(state: number): unknown {
    return readPlain(this.expansion.layout, new Uint8Array(this.states[state]!.buffer), 0)
  }
}

/** `cpu 1`, `take`; an action has its arguments only if it has any. */
function unitText(name: string): string {
  return name.replace(/ \[\]$/, '')
}
