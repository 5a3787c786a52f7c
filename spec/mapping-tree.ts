import { array, bool, int, set, struct, system } from '../src/index.js'

/**
 * One page as it is handed on from space to space: which spaces have it, through which others each has it, and which may
 * write. Space 0 has it for ever. A space may hand on what it has to one that has nothing, take back whatever came from it or
 * the right to write, and grant the page: then another space stands in its place.
 */
export const mappingTree = system('mapping-tree', {
  summary: 'abstract tree of mappings: hand on, grant, restrict, and take back with all that was handed on from there',
  source: 'Uhlig 2005, 5.4.3',
  parameters: { spaces: int(2, 5, { default: 3 }) },
  state: ({ spaces }) =>
    struct({ space: array(spaces, struct({ mapped: bool, writable: bool, through: set(int(0, spaces - 1)) })) }),
  initial: (s, { spaces, pick }) => {
    Object.assign(s.space.get(0), { mapped: true, writable: true })
    for (let to = 1; to < spaces; to++) {
      const from = pick([null, ...Array.from({ length: to }, (_, i) => i).filter((i) => s.space.get(i).mapped)])
      if (from !== null) handOn(s, from, to)
    }
  },
  behaviour: ({ spaces, action }) => {
    const space = int(0, spaces - 1)
    const map = action(
      'map',
      { from: space, to: space },
      {
        when: (s, { from, to }) => s.space.get(from).mapped && !s.space.get(to).mapped,
        do: (s, { from, to }) => handOn(s, from, to),
      },
    )
    const revoke = action(
      'revoke',
      { from: space },
      {
        when: (s, { from }) => s.space.some(({ through }) => through.has(from)),
        do: (s, { from }) => takeBack(s, from),
      },
    )
    const restrict = action(
      'restrict',
      { from: space },
      {
        when: (s, { from }) => s.space.some(({ through, writable }) => writable && through.has(from)),
        do: (s, { from }) => {
          for (const below of s.space) if (below.through.has(from)) below.writable = false
        },
      },
    )
    const grant = action(
      'grant',
      { from: int(1, spaces - 1), to: space },
      {
        when: (s, { from, to }) => s.space.get(from).mapped && !s.space.get(to).mapped,
        do: (s, { from, to }) => putInPlace(s, from, to),
      },
    )
    const unmap = action(
      'unmap',
      { from: int(1, spaces - 1) },
      {
        when: (s, { from }) => s.space.get(from).mapped,
        do: (s, { from }) => {
          takeBack(s, from)
          takeAway(s.space.get(from))
        },
      },
    )
    return [map, grant, revoke, restrict, unmap]
  },
  properties: ({ always, reachable }) => ({
    'space 0 has the page': always((s) => s.space.get(0).mapped),
    'what a space has, those have through which it came': always((s) =>
      s.space.every(({ through }) => through.every((above) => s.space.get(above).mapped)),
    ),
    'who may not write hands on no right to write': always((s) =>
      s.space.every(({ writable, through }) => !writable || through.every((above) => s.space.get(above).writable)),
    ),
    'a page comes through all others': reachable((s) =>
      s.space.some(({ through }) => through.size === s.space.length - 1),
    ),
  }),
})

interface HasSpaces {
  readonly space: Iterable<Space> & { readonly length: number; get(space: number): Space }
}

interface Space {
  mapped: boolean
  writable: boolean
  readonly through: Iterable<number> & {
    has(space: number): boolean
    clear(): void
    assign(spaces: number[]): void
  }
}

function handOn(s: HasSpaces, from: number, to: number): void {
  const above = s.space.get(from)
  Object.assign(s.space.get(to), { mapped: true, writable: above.writable })
  s.space.get(to).through.assign([...above.through, from])
}

function putInPlace(s: HasSpaces, from: number, to: number): void {
  const [before, after] = [s.space.get(from), s.space.get(to)]
  Object.assign(after, { mapped: true, writable: before.writable })
  after.through.assign([...before.through])
  takeAway(before)
  for (const { through } of s.space)
    if (through.has(from)) through.assign([...through].map((space) => (space === from ? to : space)))
}

function takeAway(space: Space): void {
  space.mapped = false
  space.writable = false
  space.through.clear()
}

function takeBack(s: HasSpaces, from: number): void {
  for (const space of s.space) if (space.through.has(from)) takeAway(space)
}
