import type { Model } from '../../src/index.js'
import { type Event, expansionOf } from '../../src/search/expansion.js'

/**
 * What a processor does before another one goes on: its steps, and when its stores reach memory. What the model does not have is
 * left out.
 */
export type Turn = readonly [cpu: number, labels: readonly string[]]

/** A run, as the positions of its steps among all that could be taken, and the state that it ends in. */
export interface Ending {
  readonly path: readonly number[]
  readonly state: unknown
}

/**
 * All runs in which processors take these turns, wherever they begin and whatever they read. So one asks for a run of which it
 * is known who does what when, where a search of everything would take hours.
 */
export function alongSchedule(model: Model, schedule: readonly Turn[]): Ending[] {
  const expansion = expansionOf(model)
  const known = new Set(expansion.sites.map((site) => (site.kind === 'step' ? site.label : site.action.name)))
  const steps = schedule.flatMap(([cpu, labels]) => labels.filter((l) => known.has(l)).map((l) => `cpu ${cpu} ${l}`))
  let here = new Map<string, { readonly words: Int32Array; readonly path: readonly number[] }>()

  /** Shows candidates of which those that are wanted come after the path. */
  function follow(path: readonly number[], show: (visit: () => void) => void, wanted: () => boolean, to: typeof here) {
    let position = 0
    show(() => {
      const words = expansion.draft.slice()
      if (wanted() && !to.has(words.join())) to.set(words.join(), { words, path: [...path, position] })
      position++
    })
  }

  follow(
    [],
    (visit) => expansion.initialStates(visit),
    () => true,
    here,
  )
  for (const step of steps) {
    const next: typeof here = new Map()
    const isNext = () => nameOf(expansion.event()) === step
    for (const { words, path } of here.values()) {
      expansion.load(words, 0)
      follow(path, (visit) => expansion.successors(0, 0, visit), isNext, next)
    }
    here = next
  }
  return [...here.values()].map(({ words, path }) => {
    expansion.load(words, 0)
    return { path, state: expansion.plain() }
  })
}

function nameOf({ process, label, arguments: { cpu } }: Event): string {
  return `${process ?? `cpu ${cpu}`} ${label}`
}
