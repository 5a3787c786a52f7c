import type { Model } from '../../model/model.js'
import type { PropertyKind } from '../../property/property.js'
import { UsageFailure } from '../../system/errors.js'
import { hypothesesOf } from './families.js'

/** Ways to look at fewer states without missing anything that matters. */
export const reductionNames = ['symmetry', 'partial-order', 'folding'] as const
export type ReductionName = (typeof reductionNames)[number]

/** What each reduction keeps. Whatever is not listed is not kept, or has not been shown to be. */
const keeps: { readonly [R in ReductionName]: readonly PropertyKind[] } = {
  symmetry: ['always', 'step', 'reachable', 'deadlock'],
  'partial-order': ['always', 'reachable', 'deadlock'],
  folding: ['always', 'reachable', 'deadlock'],
}

const whyNot: { readonly [R in ReductionName]: string } = {
  symmetry: 'processes that change places along the way make a run look like another',
  'partial-order': 'the steps between two that matter are taken in one order of many',
  folding: 'several steps that leave no choice are taken as one',
}

/** Strategies that remember states; the others look at schedules, which a reduction would bend. */
const fitting = ['breadth-first', 'depth-first', 'bitstate']

/** What else is asked of the search. */
export interface Company {
  readonly strategy?: string | undefined
  readonly checkpoint?: unknown
  readonly recover?: unknown
}

/** Why the reduction cannot be used with this model, as far as can be told beforehand; null if it can. */
export function reductionRefusal(model: Model, reduction: ReductionName, company: Company = {}): string | null {
  const { strategy = 'breadth-first' } = company
  if (!fitting.includes(strategy))
    return `the strategy ${strategy} looks at schedules, of which it would leave some out`
  if ((company.checkpoint ?? company.recover) !== undefined)
    return 'what it learns and counts while it searches is not in a checkpoint'
  const lost = Object.entries(model.properties).find(([, { kind }]) => !keeps[reduction].includes(kind))
  if (lost !== undefined) return `it does not keep property "${lost[0]}" (${lost[1].kind}): ${whyNot[reduction]}`
  if (reduction === 'symmetry' && hypothesesOf(model).length === 0)
    return 'it has no family of ids or processes with two members or more'
  return null
}

/** The error for a reduction that does not fit. */
export function refused(model: Model, reduction: ReductionName, reason: string): UsageFailure {
  return new UsageFailure({ tag: 'reduction refused', system: model.name, reduction, reason })
}
