import { type ConcurrentObject, type Job, MODULUS, type Operation } from './concurrent-object.js'

/** An operation of one history; the times are the numbers of steps. */
interface Done {
  readonly operation: Operation
  readonly called: number
  readonly returned: number
  /** Undefined as long as it has not returned, and for a write. */
  readonly result: number | undefined
}

interface Run {
  readonly value: number
  readonly processes: readonly {
    readonly job: number
    readonly step: number
    readonly own: number
    readonly called: number
  }[]
  readonly history: readonly Done[]
  readonly length: number
}

export class TooMany extends Error {}

/**
 * The number of steps of the shortest run that is not linearizable, or null: every run is taken, whether or not it comes
 * by states seen before, and each of its histories is looked at by itself.
 */
export function shortestDisorder({ scripts }: ConcurrentObject, most: number): number | null {
  let best: number | null = null
  let runs = 0
  const go = (run: Run): void => {
    if (best !== null && run.length >= best) return
    if (runs++ > most) throw new TooMany()
    scripts.forEach((script, i) => {
      const job = script[run.processes[i]!.job]
      const next = job === undefined ? null : stepOf(run, i, job)
      if (next === null) return
      if (next.history.length > run.history.length && !isLinearizable(next, scripts))
        best = Math.min(best ?? Number.POSITIVE_INFINITY, next.length)
      else go(next)
    })
  }
  const idle = { job: 0, step: 0, own: 0, called: 0 }
  go({ value: 0, processes: scripts.map(() => idle), history: [], length: 0 })
  return best
}

function stepOf(run: Run, i: number, job: Job): Run | null {
  const me = run.processes[i]!
  const length = run.length + 1
  let { value } = run
  let { own } = me
  const take = ([name, n = 0]: Job['steps'][number]): boolean => {
    switch (name) {
      case 'load':
        own = value
        return true
      case 'own':
        own = n
        return true
      case 'store':
        value = n
        return true
      case 'store own plus':
        value = (own + n) % MODULUS
        return true
      case 'fetch and add':
        ;[own, value] = [value, (value + n) % MODULUS]
        return true
      case 'wait for':
        return value === n
    }
  }
  const returns = job.atOnce || me.step > job.steps.length
  if (job.atOnce ? !job.steps.every(take) : me.step > 0 && !returns && !take(job.steps[me.step - 1]!)) return null
  const called = job.atOnce || me.step === 0 ? length : me.called
  const now = returns ? { job: me.job + 1, step: 0, own, called } : { job: me.job, step: me.step + 1, own, called }
  const result = job.operation[0] === 'write' ? undefined : own
  const done: Done = { operation: job.operation, called, returned: length, result }
  return {
    value,
    processes: run.processes.map((p, j) => (i === j ? now : p)),
    history: returns ? [...run.history, done] : run.history,
    length,
  }
}

/** Wing and Gong's search: some operation that no other one wholly precedes comes first, then likewise with the rest. */
function isLinearizable({ history, processes }: Run, scripts: ConcurrentObject['scripts']): boolean {
  const never = Number.POSITIVE_INFINITY
  const pending = processes.flatMap((p, i): Done[] =>
    p.step === 0
      ? []
      : [{ operation: scripts[i]![p.job]!.operation, called: p.called, returned: never, result: undefined }],
  )
  const order = (left: readonly Done[], value: number): boolean => {
    if (left.every((d) => d.returned === never)) return true
    return left.some((first) => {
      if (left.some((d) => d !== first && d.returned < first.called)) return false
      const rest = left.filter((d) => d !== first)
      return effects(first.operation, value).some(
        ([after, result]) => (first.returned === never || result === first.result) && order(rest, after),
      )
    })
  }
  return order([...history, ...pending], 0)
}

/** What the operation can do to the value, and what it can give back. */
function effects([name, n = 0]: Operation, value: number): (readonly [number, number | undefined])[] {
  switch (name) {
    case 'add':
      return [[(value + n) % MODULUS, value]]
    case 'read':
      return [[value, value]]
    case 'write':
      return [[n, undefined]]
    case 'await':
      return value === n ? [[value, n]] : []
    case 'guess':
      return [
        [value, value],
        [value, (value + 1) % MODULUS],
      ]
  }
}
