import { type Properties, type PropertyTools, propertyTools } from '../property/property.js'
import type { Model } from './model.js'

/**
 * The same system with more asked of it: what relates it to a specification that it need not know of. A property of the
 * same name is replaced, and what is asked stays when precautions are left out.
 */
export function withProperties<View, Plain>(
  model: Model<View, Plain>,
  properties: (tools: PropertyTools<View>) => Properties<View>,
): Model<View, Plain> {
  const more = properties(propertyTools as unknown as PropertyTools<View>) as Properties
  return {
    ...model,
    properties: { ...model.properties, ...more },
    without: (...precautions) => withProperties(model.without(...precautions), properties),
  }
}
