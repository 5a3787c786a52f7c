import type { CheckResult, PropertyResult } from '../search/check.js'
import { inTurns } from '../search/turns.js'
import type { Context } from './context.js'
import { announce } from './progress.js'

/**
 * The result with its violations shown by simpler runs, as far as the search did not look for the shortest anyway: level by
 * level it does, and for a loop only as long as that does not take too much. Interrupted, it shows them as they are by then.
 */
export async function simpler(result: CheckResult, { io, signal }: Context): Promise<CheckResult> {
  const { strategy, reductions } = result.ledger
  const shortest = strategy === 'breadth-first' && reductions.length === 0
  const mayBeLong = ({ verdict, finding }: PropertyResult) =>
    verdict === 'violated' && finding !== null && (!shortest || finding.tag === 'lasso')
  if (!result.properties.some(mayBeLong)) return result
  const { shrinking } = await import('../trace/shrink/shrink.js')
  const clear = announce(`${result.model.name}: looking for simpler runs`, io)
  const properties: PropertyResult[] = []
  for (const p of result.properties)
    properties.push(mayBeLong(p) ? await inTurns(shrinking(result.model, p, { signal })) : p)
  clear()
  return { ...result, properties }
}
