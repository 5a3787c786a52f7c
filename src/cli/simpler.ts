import type { CheckResult, PropertyResult } from '../search/check.js'

/**
 * The result with its violations shown by simpler runs, as far as the search did not look for the shortest anyway: level by
 * level it does, and for a loop only as long as that does not take too much.
 */
export async function simpler(result: CheckResult): Promise<CheckResult> {
  const { strategy, reductions } = result.ledger
  const shortest = strategy === 'breadth-first' && reductions.length === 0
  const mayBeLong = ({ verdict, finding }: PropertyResult) =>
    verdict === 'violated' && finding !== null && (!shortest || finding.tag === 'lasso')
  if (!result.properties.some(mayBeLong)) return result
  const { shrink } = await import('../trace/shrink/shrink.js')
  const properties = result.properties.map((p) => (mayBeLong(p) ? shrink(result.model, p) : p))
  return { ...result, properties }
}
