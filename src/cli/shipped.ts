import type { LitmusKit } from '../litmus/models.js'
import type { Theory } from '../prove/theory.js'
import type { AnySystem } from './catalogue.js'

/** What the toolkit is shipped with: the models, which it knows nothing of itself. */
export interface Shipped {
  readonly catalogue: readonly AnySystem[]
  /** The URL of the module that exports the catalogue, for threads that load it themselves. */
  readonly catalogueModule?: string
  /** Litmus tests and the machines to run them on, loaded when they are asked for. */
  readonly litmus?: () => Promise<LitmusKit>
  /** Lemmas about words, loaded when they are asked for. */
  readonly theories?: () => Promise<readonly Theory[]>
}
