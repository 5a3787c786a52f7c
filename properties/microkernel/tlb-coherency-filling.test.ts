import { describe, expect, it } from 'vitest'
import {
  tlbClusterMasks,
  tlbCombined,
  tlbEpochBypass,
  tlbStrict,
  tlbVersionVector,
} from '../../models/microkernel/index.js'
import { check, type Model } from '../../src/index.js'
import { statesOf } from '../../test/agreement.js'
import { heavy } from '../../test/heavy.js'

interface Cached {
  readonly rights: readonly string[]
}
interface State {
  readonly tlb: { readonly cpu: readonly { readonly entry: readonly (Cached | null)[] }[] }
}

/** What all TLBs hold, and everything else. */
function parted({ tlb: { cpu, ...tables }, ...rest }: State) {
  const others = cpu.map(({ entry, ...registers }) => registers)
  return { holds: cpu.flatMap(({ entry }) => entry), others: JSON.stringify([tables, others, rest]) }
}

function covers(more: readonly (Cached | null)[], less: readonly (Cached | null)[]): boolean {
  return less.every((entry, i) => entry === null || entry.rights.every((right) => more[i]?.rights.includes(right)))
}

/** Models in both ways, large enough that translations outlive what they were made of. */
const systems: readonly [string, (fills: 'at any time' | 'at once') => Model][] = [
  ['tlb-strict', (fills) => tlbStrict({ fills, objects: 1 })],
  ['tlb-strict, everything', (fills) => tlbStrict({ fills, objects: 1, takes: 'everything' })],
  ['tlb-version-vector', (fills) => tlbVersionVector({ fills, operations: 1 })],
  ['tlb-version-vector, global pages', (fills) => tlbVersionVector({ fills, operations: 1, global: true })],
]
const larger: typeof systems = [
  ['tlb-epoch-bypass', (fills) => tlbEpochBypass({ fills, takes: 'everything' })],
  ['tlb-version-vector, two spaces', (fills) => tlbVersionVector({ fills, operations: 1, spaces: 2 })],
  ['tlb-cluster-masks', (fills) => tlbClusterMasks({ fills, takers: 1, switches: true, operations: 1 })],
]

describe('TLBs that fill at once', () => {
  it.each(heavy ? [...systems, ...larger] : systems)(
    'are one way for TLBs to be, and hold whatever others may: %s',
    (_, of) => {
      const any = (statesOf(of('at any time')) as State[]).map(parted)
      const full = (statesOf(of('at once')) as State[]).map(parted)
      const keyOf = ({ others, holds }: (typeof any)[number]) => others + JSON.stringify(holds)
      const possible = new Set(any.map(keyOf))
      expect(full.filter((state) => !possible.has(keyOf(state)))).toEqual([])
      const fullest = new Map<string, (typeof full)[number]['holds'][]>()
      for (const { others, holds } of full) fullest.set(others, [...(fullest.get(others) ?? []), holds])
      const isCovered = ({ others, holds }: (typeof any)[number]) =>
        fullest.get(others)?.some((most) => covers(most, holds)) ?? false
      expect(any.find((state) => !isCovered(state))).toBeUndefined()
      expect(full.length).toBeLessThan(any.length)
    },
  )

  it('come to the same verdicts, without a precaution too', () => {
    const broken = (model: Model) => check(model).properties.find((p) => p.verdict === 'violated')?.name ?? null
    for (const of of heavy ? [tlbCombined, tlbStrict, tlbEpochBypass] : [tlbCombined, tlbEpochBypass]) {
      const [any, full] = (['at any time', 'at once'] as const).map((fills) => of({ fills, takes: 'everything' }))
      expect(broken(full!)).toBe(broken(any!))
      for (const precaution of any!.precautions)
        expect([precaution, broken(full!.without(precaution))]).toEqual([precaution, broken(any!.without(precaution))])
    }
  })
})
