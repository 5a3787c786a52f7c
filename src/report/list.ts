import type { PropertyKind } from '../property/property.js'
import { typeName } from '../schema/type.js'
import { MEMORY_MODEL, type MemoryModel } from '../system/memory-model.js'
import { defaultOf, type Parameters, type ParameterType } from '../system/parameters.js'
import { placesOf, withoutPlaces } from '../system/place.js'
import { document } from './json.js'
import type { Look } from './report.js'
import { painter } from './style.js'
import { wrap } from './text.js'

/** What there is to know of a model before it is checked. */
export interface Listing {
  readonly name: string
  readonly summary: string | null
  readonly source: string | null
  /** Those under which it can run; sequential consistency alone, if it does not run on a memory that has others. */
  readonly memoryModels: readonly MemoryModel[]
  readonly parameters: Parameters
  readonly precautions: readonly string[]
  readonly properties: readonly { readonly name: string; readonly kind: PropertyKind }[]
}

export function listText(listings: readonly Listing[], look: Look): string {
  return listings.map((listing) => `${oneText(listing, look).join('\n')}\n`).join('\n')
}

function oneText(listing: Listing, look: Look): string[] {
  const { name, summary, source, memoryModels, precautions, properties } = listing
  const paint = painter(look.colours)
  const { [MEMORY_MODEL]: _, ...others } = listing.parameters
  const places = placesOf(listing.parameters)
  const parameters = withoutPlaces(memoryModels.length > 1 ? others : listing.parameters)
  const title = wrap(`${name}${summary === null ? '' : ` — ${summary}`}`, look.columns, 2)
  const set = Object.entries(parameters).map(([p, type]) => `${p}: ${rangeText(type)} (${String(defaultOf(type))})`)
  const entry = (label: string, items: readonly string[]) =>
    items.flatMap((item, i) =>
      wrap(item, look.columns - 15, 2).map((line, j) => `  ${(i + j === 0 ? label : '').padEnd(13)}${line}`),
    )
  return [
    ...title.map((line) => paint('strong', line)),
    ...entry('source', source === null ? [] : [source]),
    ...entry('memory', memoryModels.length > 1 ? [memoryModels.join(', ')] : []),
    ...entry('parameters', set),
    ...entry('precautions', precautions),
    ...entry(
      'places',
      places.map((p) => `${p.name}: ${p.strengths.join(' < ')} (${String(defaultOf(listing.parameters[p.name]!))})`),
    ),
    ...entry(
      'properties',
      properties.map((p) => `${p.name} (${p.kind})`),
    ),
  ]
}

/** The values of a parameter, for people: `1 to 8`. */
export function rangeText(type: ParameterType): string {
  switch (type.tag) {
    case 'int':
      return `${type.low} to ${type.high}`
    case 'bool':
      return 'true or false'
    case 'oneOf':
      return type.values.join(', ')
  }
}

export function listJson(listings: readonly Listing[]): string {
  return document({
    models: listings.map((listing) => ({
      ...listing,
      places: placesOf(listing.parameters),
      parameters: Object.entries(listing.parameters).map(([name, type]) => ({
        name,
        type: typeName(type),
        ...(type.tag === 'int' ? { low: type.low, high: type.high } : {}),
        ...(type.tag === 'oneOf' ? { values: type.values } : {}),
        default: defaultOf(type),
      })),
    })),
  })
}
