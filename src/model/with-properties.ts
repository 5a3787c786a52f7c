import { type Properties, type PropertyTools, propertyTools } from '../property/property.js'
import { UsageFailure } from '../system/errors.js'
import type { Model } from './model.js'
import { wrongEach } from './temporal.js'

/**
 * The same system with more asked of it: what relates it to a specification that it need not know of. A property of the
 * same name is replaced, and what is asked stays when precautions are left out.
 */
export function withProperties<View, Plain>(
  model: Model<View, Plain>,
  properties: (tools: PropertyTools<View>) => Properties<View>,
): Model<View, Plain> {
  const more = properties(propertyTools as unknown as PropertyTools<View>) as Properties
  const problem = wrongEach(model.state, model.behaviour, more)
  if (problem !== null) throw new UsageFailure({ tag: 'ill-formed model', system: model.name, problem })
  return {
    ...model,
    properties: { ...model.properties, ...more },
    without: (...precautions) => withProperties(model.without(...precautions), properties),
  }
}
