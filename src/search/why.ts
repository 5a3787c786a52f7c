import { type Expansion, expansionOf } from './expansion.js'
import { type Memory, type NoOrder, whyRejected } from './observers/why.js'
import type { Finding, Path } from './outcome.js'
import { type NoAbstractStep, whyNoAbstractStep } from './refinement/why.js'
import { isWatched } from './watch.js'

/** Why a run breaks a property that is more than one condition, as data. */
export type Why = NoAbstractStep | NoOrder | Memory

/** Tells why a run breaks the property of this name; null if its condition says it all. */
export function whyBroken(expansion: Expansion, name: string, path: Path): Why | null {
  const property = expansion.model.properties[name]
  if (property === undefined || !isWatched(property)) return null
  return property.kind === 'refines' ? whyNoAbstractStep(expansion, property, path) : whyRejected(expansion, name, path)
}

/** The findings of a search, each with why. */
export function explained({ model }: Expansion, findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => {
    if (finding.tag !== 'state' && finding.tag !== 'step') return finding
    const property = model.properties[finding.property]
    if (property === undefined || !isWatched(property)) return finding
    // An expansion of its own: what is taken here does not count as taken.
    const why = whyBroken(expansionOf(model), finding.property, finding.path)
    return why === null ? finding : { ...finding, why }
  })
}
