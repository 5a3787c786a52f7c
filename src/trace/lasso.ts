import type { Model } from '../model/model.js'
import { isTemporal, type TemporalKind } from '../property/temporal.js'
import { differences } from '../schema/difference.js'
import { readPlain } from '../schema/pack.js'
import { along } from '../search/along.js'
import { type Expansion, expansionOf } from '../search/expansion.js'
import { type Claim, claimsOf } from '../search/liveness/claims.js'
import type { Finding } from '../search/outcome.js'
import type { Loop } from './counterexample.js'
import { promiseBroken } from './fair-loop.js'
import type { StaleError } from './stale.js'

/** What a claim says of one state of a run. */
export interface Says {
  readonly when: boolean
  readonly holds: boolean
}

/** How the run of a finding goes on for ever, as a file holds it. */
export function loopOf(model: Model, finding: Extract<Finding, { readonly tag: 'lasso' }>): Loop {
  const { property, of, path, loop: to } = finding
  const own = withOnly(model, property)
  const expansion = expansionOf(own)
  const claim = claimOf(own, property, of)
  if (claim === null) throw new TypeError(`unreachable: "${property}" is not asked of ${of ?? 'the system'}`)
  const says: Says[] = []
  along(expansion, path, () => says.push(saysOf(claim, expansion)))
  const since = says.findIndex((_, i) => isBroken(claim.kind, says, { to, since: i }))
  return { to, stutters: to === path.length - 1, of, since: Math.max(0, since) }
}

/** The model with this property alone: nothing is remembered in its states for the sake of others. */
export function withOnly(model: Model, property: string): Model {
  const own = Object.entries(model.properties).filter(([name]) => name === property)
  return { ...model, properties: Object.fromEntries(own) }
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
  ) {
    this.claim = claimOf(expansion.model, property, loop.of)
  }

  /** There may be nobody any more of whom the property was asked. */
  nobody(): StaleError | null {
    return this.claim === null ? { tag: 'nobody', property: this.property, of: this.loop.of } : null
  }

  /** Notes the state that the expansion is showing. */
  look(): void {
    if (this.claim !== null) this.says.push(saysOf(this.claim, this.expansion))
    this.states.push(this.expansion.draft.slice())
  }

  /** Judges the whole, at the end of the steps. */
  end(): StaleError | null {
    const { loop, property, says, claim } = this
    const open = this.open()
    if (open !== null) return open
    if (claim !== null && !isBroken(claim.kind, says, loop)) return { tag: 'holds for ever', property, of: loop.of }
    const promise = promiseBroken(this.expansion, this.states.slice(loop.to))
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

function claimOf(model: Model, name: string, of: string | null): Claim | null {
  const property = model.properties[name]
  if (property === undefined || !isTemporal(property)) return null
  return claimsOf(model, name, property).find((claim) => claim.of === of) ?? null
}

function saysOf({ when, holds }: Claim, { view }: Expansion): Says {
  return { when: when(view), holds: holds(view) }
}

/**
 * Whether a run breaks a claim by what it is like from its state `since` on, if after the last one it goes on as it did
 * after the one at `to`.
 */
export function isBroken(
  kind: TemporalKind,
  says: readonly Says[],
  { to, since }: Pick<Loop, 'to' | 'since'>,
): boolean {
  const neverFrom = (first: number) => says.slice(first).every((s) => !s.holds)
  switch (kind) {
    case 'leadsTo':
      // What comes before it in the loop comes after it too.
      return says[since]!.when && neverFrom(Math.min(since, to))
    case 'eventually':
      return since === 0 && neverFrom(0)
    case 'alwaysEventually':
      return neverFrom(Math.min(since, to))
    case 'eventuallyAlways':
      return since >= to && !says[since]!.holds
  }
}
