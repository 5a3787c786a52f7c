import { along } from '../along.js'
import type { Expansion } from '../expansion.js'
import type { Path } from '../outcome.js'
import { type ObjectEvent, text } from './events.js'
import { Linearizer } from './linearizer.js'
import { NOT_YET } from './possibilities.js'
import { Rememberer } from './rememberer.js'

/** Why a run cannot be told from none in which the operations happen one after the other. */
export interface NoOrder {
  readonly tag: 'linearizability'
  /** The name of the sequential specification. */
  readonly specification: string
  /** Everything that was called and returned, up to the return that cannot be. */
  readonly history: readonly HistoryEntry[]
  /** The return that cannot be, and what else the operation could have given back; nothing, if it had to wait. */
  readonly process: number
  readonly operation: string
  readonly result: string
  readonly possible: readonly string[]
}

export interface HistoryEntry {
  /** The step of the run; 0 for its initial state. */
  readonly step: number
  readonly tag: 'call' | 'return'
  readonly process: number
  readonly operation: string
  /** Of a return: what it gave back. */
  readonly result: string | null
}

/** What was remembered of a run when it broke the property. */
export interface Memory {
  readonly tag: 'remembering'
  readonly memory: unknown
}

/** Tells why for a run whose last step the observer of the property rejects. */
export function whyRejected(expansion: Expansion, name: string, path: Path): NoOrder | Memory | null {
  const which = expansion.observers.findIndex((observer) => observer.property === name)
  const observer = expansion.observers[which]
  if (observer instanceof Rememberer) return remembered(expansion, observer, which, path)
  return observer instanceof Linearizer ? noOrder(expansion, observer, path) : null
}

function remembered(expansion: Expansion, observer: Rememberer, which: number, path: Path): Memory {
  let word = 0
  along(expansion, path, () => {
    word = expansion.draft[expansion.words - expansion.observers.length + which]!
  })
  return { tag: 'remembering', memory: observer.memory(word) }
}

function noOrder(expansion: Expansion, observer: Linearizer, path: Path): NoOrder | null {
  const history: HistoryEntry[] = []
  let found: NoOrder | null = null
  let word = observer.beginning
  const take = (step: number, event: ObjectEvent) => {
    if (found !== null) return
    const { under, ways } = observer.possibilities(word)
    word = observer.after(word, [event])
    const { tag, process } = event
    const slot = under.findIndex((u) => u.process === process)
    if (event.tag === 'call') {
      history.push({ step, tag, process, operation: text(event.operation), result: null })
      return
    }
    const { machine } = observer
    const operation = machine.callText(under[slot]!.call)
    const result = machine.resultText(machine.result(event.result))
    history.push({ step, tag, process, operation, result })
    if (observer.accepts(word)) return
    const results = ways.map((way) => way[slot + 1]!).filter((r) => r !== NOT_YET)
    const possible = [...new Set(results)].map((r) => machine.resultText(r)).sort()
    found = { tag: 'linearizability', specification: machine.name, history, process, operation, result, possible }
  }
  along(expansion, path, (step) => {
    const { view } = expansion
    const events = step === 0 ? observer.initialEvents(view) : observer.events(expansion.before(), view)
    for (const event of events) take(step, event)
  })
  return found
}
