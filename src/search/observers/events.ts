import type { Observe, Watched } from '../../property/linearizability.js'
import type { History } from '../../property/sequential.js'
import { ModelFailure } from '../../schema/failure.js'
import { valueKey } from '../value-key.js'

/** What is seen of an object from outside. */
export type ObjectEvent =
  | { readonly tag: 'call'; readonly process: number; readonly operation: readonly unknown[] }
  | { readonly tag: 'return'; readonly process: number; readonly result: unknown }

/** Reads the events off a run. */
export interface Reader {
  initially(view: never): readonly ObjectEvent[]
  during(before: never, after: never): readonly ObjectEvent[]
}

const NONE: readonly ObjectEvent[] = []

export function readerOf(observe: Observe<never>): Reader {
  return typeof observe === 'function' ? ofSteps(observe) : ofStates(observe)
}

function ofSteps(observe: (before: never, after: never, history: History<never>) => void): Reader {
  let events: ObjectEvent[] = []
  const history: History = {
    call: (process, ...operation: unknown[]) => void events.push({ tag: 'call', process, operation }),
    return: (process, result) => void events.push({ tag: 'return', process, result }),
  }
  return {
    initially: () => NONE,
    during(before, after) {
      if (events.length > 0) events = []
      observe(before, after, history as History<never>)
      return events
    },
  }
}

function ofStates({ processes, pending, result }: Watched<never>): Reader {
  const operationsAt = (s: never) =>
    Array.from(processes(s), (process) => pending(process as never, s)) as (readonly unknown[] | null)[]

  function events(was: readonly (readonly unknown[] | null)[], now: typeof was, after: never): readonly ObjectEvent[] {
    let found: ObjectEvent[] | null = null
    now.forEach((operation, process) => {
      const before = was[process] ?? null
      if (before === null ? operation === null : same(before, operation, process)) return
      found ??= []
      if (operation !== null) found.push({ tag: 'call', process, operation })
      else found.push({ tag: 'return', process, result: result([...processes(after)][process] as never, after) })
    })
    return found ?? NONE
  }

  return {
    initially: (view) => events([], operationsAt(view), view),
    during: (before, after) => events(operationsAt(before), operationsAt(after), after),
  }
}

/** Whether an operation is still under way. One that turns into another has been misread: its return was not seen. */
function same(before: readonly unknown[], now: readonly unknown[] | null, process: number): boolean {
  if (now === null) return false
  if (before === now || (before.length === now.length && before.every((value, i) => Object.is(value, now[i]))))
    return true
  if (valueKey(before) === valueKey(now)) return true
  const message = `process ${process} goes from ${text(before)} to ${text(now)} without a state between them in which nothing is pending`
  throw new ModelFailure({ tag: 'misuse', message })
}

export function text([name, ...args]: readonly unknown[]): string {
  return `${name}(${args.map(valueKey).join(', ')})`
}
