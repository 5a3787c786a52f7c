import { setImmediate } from 'node:timers/promises'
import type { Model } from '../model/model.js'
import { type CheckOptions, type CheckResult, checking } from '../search/check.js'
import type { Context } from './context.js'
import { progressLine } from './progress.js'

/** How long the search may keep the process to itself, in milliseconds. */
const TURN = 15

/** Runs a check to its end, showing how it gets on, and ending early with what is known if it is interrupted. */
export async function search(model: Model, options: CheckOptions, { io, signal }: Context): Promise<CheckResult> {
  const progress = progressLine(io.stderr, model.name)
  const slices = checking(model, { ...options, signal })
  let turn = performance.now()
  try {
    for (;;) {
      const slice = slices.next()
      if (slice.done) return slice.value
      if (performance.now() - turn < TURN) continue
      progress.show(slice.value)
      await setImmediate()
      turn = performance.now()
    }
  } finally {
    progress.clear()
  }
}
