import { sequential } from '../../../src/index.js'
import type { Scenario } from './scenario.js'

type Space = number
type Outcome = 'done' | 'read-only' | 'nothing there' | 'occupied' | 'busy' | 'no memory'
type Mapping = { readonly through: readonly Space[]; readonly writable: boolean }
export type Tree = (Mapping | null)[]

/** What the operations give back when each is carried out as a whole, one after the other. */
export function treeOfMappings({ spaces, mapped }: Pick<Scenario, 'spaces' | 'mapped'>) {
  return sequential('a tree of mappings', {
    state: () => {
      const has: Tree = Array.from({ length: spaces }, (_, i) => (i === 0 ? { through: [], writable: true } : null))
      for (const { from, to } of mapped) has[to] = { through: [...has[from]!.through, from], writable: true }
      return has
    },
    // How much memory there is, and who else is busy with the place, is not told here: so who hands on may be refused at any time.
    operations: ({ pick }) => {
      const map = (has: Tree, from: Space, to: Space): Outcome => {
        const above = has[from]!
        if (above === null) return 'nothing there'
        if (has[to] !== null) return 'occupied'
        if (pick.bool()) return pick(['no memory', 'busy'])
        has[to] = { through: [...above.through, from], writable: above.writable }
        return above.writable ? 'done' : 'read-only'
      }
      const grant = (has: Tree, from: Space, to: Space): Outcome => {
        if (has[from] === null) return 'nothing there'
        if (has[to] !== null) return 'occupied'
        if (pick.bool()) return 'busy'
        has[to] = has[from]!
        has[from] = null
        has.forEach((mapping, i) => {
          if (mapping === null) return
          has[i] = { ...mapping, through: mapping.through.map((space) => (space === from ? to : space)) }
        })
        return 'done'
      }
      const takeBack = (has: Tree, from: Space, itself: boolean): Outcome => {
        if (has[from] === null) return 'nothing there'
        for (let i = 0; i < has.length; i++) {
          if (has[i]?.through.includes(from) || (itself && i === from)) has[i] = null
        }
        return 'done'
      }
      return {
        map,
        'map independently': map,
        grant,
        unmap: (has, from: Space) => takeBack(has, from, true),
        revoke: (has, from: Space) => takeBack(has, from, false),
        restrict: (has: Tree, from: Space): Outcome => {
          if (has[from] === null) return 'nothing there'
          has.forEach((mapping, i) => {
            if (mapping?.through.includes(from)) has[i] = { ...mapping, writable: false }
          })
          return 'done'
        },
      }
    },
  })
}
