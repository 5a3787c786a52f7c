import { placesOf } from '../system/place.js'
import type { Loaded } from './catalogue.js'
import type { CliError } from './errors.js'

/** What is wrong with `--fence place=strength`, as it was given any number of times, or null. */
export function wrongFence(fences: readonly string[], models: readonly Loaded[]): CliError | null {
  const names = models.map(({ system }) => system.system.name)
  const places = models.flatMap(({ system }) => placesOf(system.system.parameters))
  for (const fence of fences) {
    const [place, strength] = [fence.slice(0, fence.indexOf('=')), fence.slice(fence.indexOf('=') + 1)]
    const meant = places.filter(({ name }) => name === place)
    if (meant.length === 0) {
      const known = [...new Set(places.map(({ name }) => name))]
      return { tag: 'nobody has it', what: 'place', name: place, models: names, known }
    }
    const odd = meant.find(({ strengths }) => !strengths.includes(strength))
    if (odd !== undefined) return { tag: 'no such strength', place, strength, known: odd.strengths }
  }
  return null
}
