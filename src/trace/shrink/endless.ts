import type { Model } from '../../model/model.js'
import { isTemporal } from '../../property/temporal.js'
import type { Bounds } from '../../search/bfs.js'
import { type Expansion, expansionOf } from '../../search/expansion.js'
import { claimsOf } from '../../search/liveness/claims.js'
import { type Lasso, lassoJudge } from '../../search/liveness/lasso-check.js'
import { liveness } from '../../search/liveness.js'
import type { Finding, Progress } from '../../search/outcome.js'
import { judgedBy } from '../judged-by.js'
import type { Aim } from './aim.js'
import type { Shown, Taken } from './schedule.js'
import { type Chooser, Stage } from './stage.js'

/** Runs that never end: into a loop round which going for ever is fair, and breaks the property. */
export class Endless implements Aim {
  readonly expansion: Expansion
  private readonly stage: Stage
  private readonly judge: ReturnType<typeof lassoJudge>

  constructor(
    model: Model,
    private readonly wanted: Lasso,
  ) {
    this.expansion = expansionOf(judgedBy(model, wanted.property))
    this.stage = new Stage(this.expansion)
    const property = model.properties[wanted.property]
    const claims = property !== undefined && isTemporal(property) ? claimsOf(model, wanted.property, property) : []
    // Of all for whom it might be broken, first the one for whom it was.
    const inOrder = [...claims].sort((a, b) => Number(b.of === wanted.of) - Number(a.of === wanted.of))
    this.judge = lassoJudge(model, inOrder, this.fairness)
  }

  get produced() {
    return this.stage.produced
  }

  follow(choose: Chooser): Shown | null {
    const taken = this.stage.run(choose)
    // All that a property of whole runs leaves to be found on the way is that the model fails.
    if (taken === null || taken.findings.length > 0) return null
    const last = taken.states.at(-1)
    for (const [loop, state] of taken.states.entries()) {
      const finding = state === last ? this.lasso(taken, loop) : null
      if (finding !== null) return { ...taken, finding }
    }
    return null
  }

  *search(bounds: Bounds): Generator<Progress, readonly Finding[]> {
    const { expansion, fairness } = this
    const options = { fairness, bounds, deadline: Number.POSITIVE_INFINITY }
    const { findings } = yield* liveness(expansion.model, expansion, options)
    return findings.map((finding) => (finding.tag === 'lasso' ? { ...this.wanted, ...finding } : finding))
  }

  private get fairness() {
    return this.wanted.fairness ?? this.expansion.model.fairness
  }

  private lasso({ path }: Taken, loop: number): Finding | null {
    try {
      const judgement = this.judge(path, loop)
      return judgement.tag === 'broken' ? { ...this.wanted, of: judgement.claim.of, path, loop } : null
    } catch {
      // A condition that fails on the way decides nothing.
      return null
    }
  }
}
