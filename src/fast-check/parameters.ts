import fc from 'fast-check'
import type { System } from '../model/system.js'
import { arbitraryOf } from '../schema/arbitrary.js'
import type { Parameters, Values } from '../system/parameters.js'

/**
 * The parameters of a system, any value that each can have. They shrink towards the smallest: integers towards the least
 * absolute value, switches towards off, and names towards the first.
 */
export function parametersOf<P extends Parameters>(system: {
  readonly system: Pick<System<P>['system'], 'parameters'>
}): fc.Arbitrary<Values<P>> {
  const types = Object.entries(system.system.parameters).map(([name, type]) => [name, arbitraryOf(type)])
  return fc.record(Object.fromEntries(types), { noNullPrototype: true }) as fc.Arbitrary<Values<P>>
}
