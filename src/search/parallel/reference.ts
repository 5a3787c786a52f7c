import { fileURLToPath, pathToFileURL } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import type { Model } from '../../model/model.js'
import { isSystem, type System } from '../../model/system.js'
import { describeUsage } from '../../system/errors.js'

/**
 * How another thread finds a model: functions cannot be sent, so it loads the module and sets the parameters itself.
 */
export interface ModelReference {
  /** The URL of the module that exports the system, by itself or in an array. */
  readonly module: string
  /** The file in which the system is defined. If that exports it, too, there is less to load. */
  readonly definedIn?: string | null
  /** A module whose `importFile` loads the first one; for files that Node cannot load by itself. */
  readonly importer: string | null
  /** The name of the system. */
  readonly system: string
  readonly parameters: { readonly [name: string]: unknown }
  readonly without: readonly string[]
  /** The properties to judge; all, if it is not given. */
  readonly properties?: readonly string[]
}

/** Loads the model. Throws with a sentence that says what is missing. */
export async function modelFrom(reference: ModelReference): Promise<Model> {
  const { definedIn = null } = reference
  const nearest = definedIn === null ? undefined : systemIn(await import(pathToFileURL(definedIn).href), reference)
  const system = nearest ?? systemIn(await load(reference), reference)
  if (system === undefined) throw new Error(`${reference.module} exports no system "${reference.system}"`)
  const model = system.configure(reference.parameters, reference.without)
  if (E.isLeft(model)) throw new Error(describeUsage(model.left))
  const { properties } = reference
  if (properties === undefined) return model.right
  const missing = properties.find((name) => !Object.hasOwn(model.right.properties, name))
  if (missing !== undefined)
    throw new Error(
      `the system "${reference.system}" has no property "${missing}"; what is asked of it elsewhere can be checked on one thread only`,
    )
  const kept = Object.entries(model.right.properties).filter(([name]) => properties.includes(name))
  return { ...model.right, properties: Object.fromEntries(kept) }
}

function systemIn(exports: Exports, { system }: ModelReference): System | undefined {
  const systems = Object.values(exports).flat().filter(isSystem) as System[]
  return systems.find((s) => s.system.name === system)
}

type Exports = { readonly [name: string]: unknown }

async function load({ module, importer }: ModelReference): Promise<Exports> {
  if (importer === null) return import(module)
  return (await import(importer)).importFile(fileURLToPath(module))
}
