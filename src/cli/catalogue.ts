import type { AnySystem } from '../model/system.js'

export type { AnySystem } from '../model/system.js'

/** A system and the name by which the user can ask for it again. */
export interface Loaded {
  readonly system: AnySystem
  /** A name of the catalogue, or `./file.ts`, with `#export` where the file has several. */
  readonly asked: string
}
