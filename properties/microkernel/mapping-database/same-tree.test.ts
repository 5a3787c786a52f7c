import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { MappingDatabase } from '../../../models/microkernel/mapping-database/sequential/mapping-database.js'
import {
  type Tree as TreeAsObject,
  treeOfMappings,
} from '../../../models/microkernel/mapping-database/tree-of-mappings.js'
import { AddressSpaces, ALL_RIGHTS, type Area, type Shown } from '../../../spec/address-spaces.js'
import { mappingTree } from '../../../spec/mapping-tree.js'
import { runs as runsOf } from '../../../src/fast-check/index.js'
import { runs } from '../../../test/runs.js'
import { shownBy } from './well-formed.js'

/**
 * What a tree of mappings is, is said three times: in `spec/address-spaces` for a sequential database with several sizes of pages, in
 * `spec/mapping-tree` for refinement, and in `tree-of-mappings.ts` for what operations give back. Of one page they say the same.
 */
const SPACES = 5

type Has = { readonly mapped: boolean; readonly writable: boolean; readonly through: readonly number[] }
type Operation = 'map' | 'grant' | 'unmap' | 'revoke' | 'restrict'

interface Tree {
  call(operation: Operation, from: number, to: number): void
  spaces(): readonly Has[]
}

const NOTHING: Has = { mapped: false, writable: false, through: [] }
const READ_ONLY = ALL_RIGHTS & ~2
const page = (space: number): Area => ({ space, address: 0, size: 1 })

/** The specification, or the code, for several pages, with one. */
function onOnePage(tree: AddressSpaces | MappingDatabase, shown: () => readonly Shown[]): Tree {
  return {
    call(operation, from, to) {
      if (operation === 'map') tree.map(page(from), page(to), ALL_RIGHTS)
      else if (operation === 'grant') tree.grant(page(from), page(to))
      else if (operation === 'restrict') tree.restrict(page(from), READ_ONLY, false)
      else tree.unmap(page(from), operation === 'unmap')
    },
    spaces: () => {
      const all = new Map(shown().map((mapping) => [mapping.area.space, mapping]))
      const through = (space: number): readonly number[] => {
        const parent = all.get(space)!.parent
        return parent === null ? [] : [...through(parent.space), parent.space]
      }
      return Array.from({ length: SPACES }, (_, space) => {
        const mapping = all.get(space)
        if (mapping === undefined) return NOTHING
        return { mapped: true, writable: (mapping.rights & 2) !== 0, through: through(space) }
      })
    },
  }
}

function asObject(): Tree {
  const object = treeOfMappings({ spaces: SPACES, mapped: [] })
  // Nothing is refused for want of memory.
  const operations = object.operations({ pick: { bool: () => false } as never })
  const has = object.state() as TreeAsObject
  return {
    call: (operation, from, to) => void operations[operation](has, from, to),
    spaces: () => has.map((mapping) => (mapping === null ? NOTHING : { mapped: true, ...mapping })),
  }
}

const trees: { readonly [name: string]: () => Tree } = {
  'spec/address-spaces': () => {
    const spaces = new AddressSpaces(1)
    return onOnePage(spaces, () => spaces.shown())
  },
  'the database for one processor': () => {
    const database = new MappingDatabase({ memory: 1, spaces: SPACES, sizes: [1] })
    return onOnePage(database, () => shownBy(database))
  },
  'what operations give back': asObject,
}

/** In the order in which a specification with sets gives them. */
const sorted = (spaces: readonly Has[]) => spaces.map((has) => ({ ...has, through: [...has.through].sort() }))

/** From which space a mapping of an initial state was handed on: the one that it came through last. */
const parentIn = (spaces: readonly Has[], { through }: Has) =>
  through.find((space) => spaces[space]!.through.length === through.length - 1)!

describe('what operations mean is the same in spec/mapping-tree and in', () => {
  it.each(Object.entries(trees))('%s', (_, make) => {
    const drawn = runsOf(mappingTree({ spaces: SPACES }), { maxSteps: 30 })
    fc.assert(
      fc.property(drawn, ({ initial, steps }) => {
        const tree = make()
        initial.space.forEach((has, to) => {
          if (to > 0 && has.mapped) tree.call('map', parentIn(initial.space, has), to)
        })
        assert.deepEqual(sorted(tree.spaces()), sorted(initial.space))
        for (const { event, state } of steps) {
          const { from, to = from } = event.arguments as { from: number; to?: number }
          tree.call(event.label as Operation, from, to)
          assert.deepEqual(sorted(tree.spaces()), sorted(state.space))
        }
      }),
      { numRuns: runs(300) },
    )
  })
})
