import type { PropertyKind } from '../property/property.js'
import { typeName } from '../schema/type.js'
import { defaultOf, type Parameters, type ParameterType } from '../system/parameters.js'
import { document } from './json.js'
import type { Look } from './report.js'
import { painter } from './style.js'
import { wrap } from './text.js'

/** What there is to know of a model before it is checked. */
export interface Listing {
  readonly name: string
  readonly summary: string | null
  readonly source: string | null
  readonly parameters: Parameters
  readonly precautions: readonly string[]
  readonly properties: readonly { readonly name: string; readonly kind: PropertyKind }[]
}

export function listText(listings: readonly Listing[], look: Look): string {
  return listings.map((listing) => `${oneText(listing, look).join('\n')}\n`).join('\n')
}

function oneText({ name, summary, source, parameters, precautions, properties }: Listing, look: Look): string[] {
  const paint = painter(look.colours)
  const title = wrap(`${name}${summary === null ? '' : ` — ${summary}`}`, look.columns, 2)
  const set = Object.entries(parameters).map(([p, type]) => `${p}: ${rangeText(type)} (${String(defaultOf(type))})`)
  const entry = (label: string, items: readonly string[]) =>
    items.flatMap((item, i) =>
      wrap(item, look.columns - 15, 2).map((line, j) => `  ${(i + j === 0 ? label : '').padEnd(13)}${line}`),
    )
  return [
    ...title.map((line) => paint('strong', line)),
    ...entry('source', source === null ? [] : [source]),
    ...entry('parameters', set),
    ...entry('precautions', precautions),
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
