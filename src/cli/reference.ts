import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ModelReference } from '../search/parallel/reference.js'
import type { Configured } from './configure.js'
import type { Context } from './context.js'
import { isPath } from './load.js'

/** How a thread of its own finds the model; null for a catalogue that no module exports. */
export function referenceTo({ model, asked }: Configured, { catalogueModule, io }: Context): ModelReference | null {
  const about = {
    system: model.name,
    parameters: model.parameters,
    without: model.leftOut,
    properties: Object.keys(model.properties),
  }
  if (!isPath(asked))
    return catalogueModule === undefined
      ? null
      : { ...about, module: catalogueModule, importer: null, definedIn: model.definedIn }
  const file = asked.replace(/#[^#]*$/, '')
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
  return {
    ...about,
    module: pathToFileURL(resolve(io.cwd, file)).href,
    importer: new URL(`./import-file${extension}`, import.meta.url).href,
  }
}
