import type { System } from '../model/system.js'

/** As much of a system as the command line needs. Parameters are of any kind, so it cannot be called. */
export type AnySystem = Pick<System, 'configure' | 'system'>

/** A system and the name by which the user can ask for it again. */
export interface Loaded {
  readonly system: AnySystem
  /** A name of the catalogue, or `./file.ts`, with `#export` where the file has several. */
  readonly asked: string
}
