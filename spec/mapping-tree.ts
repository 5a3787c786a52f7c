import { array, bool, int, set, struct, system } from '../src/index.js'

/**
 * One page as it is handed on from space to space: which spaces have it, and through which others each has it. Space 0 has it
 * for ever. A space may hand on what it has to one that has nothing, and take back whatever came from it.
 */
export const mappingTree = system('mapping-tree', {
  summary: 'abstract tree of mappings: hand on, and take back with all that was handed on from there',
  source: 'Uhlig 2005, 5.4.3',
  parameters: { spaces: int(2, 5, { default: 3 }) },
  state: ({ spaces }) => struct({ space: array(spaces, struct({ mapped: bool, through: set(int(0, spaces - 1)) })) }),
  initial: (s, { spaces, pick }) => {
    s.space.get(0).mapped = true
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
    const unmap = action(
      'unmap',
      { from: int(1, spaces - 1) },
      {
        when: (s, { from }) => s.space.get(from).mapped,
        do: (s, { from }) => {
          takeBack(s, from)
          takeAway(s, from)
        },
      },
    )
    return [map, revoke, unmap]
  },
  properties: ({ always, reachable }) => ({
    'space 0 has the page': always((s) => s.space.get(0).mapped),
    'what a space has, those have through which it came': always((s) =>
      s.space.every(({ through }) => through.every((above) => s.space.get(above).mapped)),
    ),
    'a page comes through all others': reachable((s) =>
      s.space.some(({ through }) => through.size === s.space.length - 1),
    ),
  }),
})

interface HasSpaces {
  readonly space: {
    readonly length: number
    get(space: number): {
      mapped: boolean
      readonly through: Iterable<number> & {
        has(space: number): boolean
        clear(): void
        assign(spaces: number[]): void
      }
    }
  }
}

function handOn(s: HasSpaces, from: number, to: number): void {
  s.space.get(to).mapped = true
  s.space.get(to).through.assign([...s.space.get(from).through, from])
}

function takeAway(s: HasSpaces, space: number): void {
  s.space.get(space).mapped = false
  s.space.get(space).through.clear()
}

function takeBack(s: HasSpaces, from: number): void {
  for (let space = 0; space < s.space.length; space++) if (s.space.get(space).through.has(from)) takeAway(s, space)
}
