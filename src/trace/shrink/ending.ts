import type { Model } from '../../model/model.js'
import { type Bounds, breadthFirst } from '../../search/bfs.js'
import { expansionOf } from '../../search/expansion.js'
import type { Finding, Progress } from '../../search/outcome.js'
import { judgedBy, watchedFor } from '../judged-by.js'
import { type Aim, isSame } from './aim.js'
import type { Shown } from './schedule.js'
import { type Chooser, Stage } from './stage.js'

/** Runs that end where they show what another one did: a state, a step, a deadlock, a failure of the model. */
export class Ending implements Aim {
  private readonly stage: Stage

  constructor(
    model: Model,
    property: string,
    private readonly wanted: Finding,
  ) {
    this.stage = new Stage(expansionOf(judgedBy(model, watchedFor(property, wanted))))
  }

  get expansion() {
    return this.stage.expansion
  }

  get produced() {
    return this.stage.produced
  }

  follow(choose: Chooser): Shown | null {
    const taken = this.stage.run(choose, (findings) => this.among(findings) !== undefined)
    const finding = taken === null ? undefined : this.among(taken.findings)
    return taken === null || finding === undefined ? null : { ...taken, finding }
  }

  *search(bounds: Bounds): Generator<Progress, readonly Finding[]> {
    const { findings } = yield* breadthFirst(this.expansion, { bounds })
    return findings
  }

  private among(findings: readonly Finding[]): Finding | undefined {
    return findings.find((finding) => isSame(finding, this.wanted))
  }
}
