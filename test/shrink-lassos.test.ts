import { describe, expect, it } from 'vitest'
import { array, bool, int, type Model, oneOf, struct, system } from '../src/index.js'
import type { PropertyResult } from '../src/search/check.js'
import { whyNoLasso } from '../src/search/liveness/lasso-check.js'
import { runAlong, walkerOf } from '../src/trace/run.js'
import { shrink } from '../src/trace/shrink/shrink.js'

/** Four turns open it; then it beats for ever. Far too large to search, since it can be stirred at any time. */
const wide = system('wide', {
  state: () =>
    struct({
      key: int(0, 4),
      beat: int(0, 1),
      noise: struct({ a: int(0, 15), b: int(0, 15), c: int(0, 15), d: int(0, 15) }),
    }),
  behaviour: ({ action }) => [
    action('stir', { do: (s, _, pick) => void (s.noise[pick(['a', 'b', 'c', 'd'] as const)] = pick.int(0, 15)) }),
    action('turn', { when: (s) => s.key < 4, do: (s) => void s.key++ }),
    action('beat', { when: (s) => s.key === 4, do: (s) => void (s.beat = 1 - s.beat) }),
  ],
  fairness: ({ weak }) => [weak('turn'), weak('beat')],
  properties: ({ leadsTo }) => ({
    'it closes again': leadsTo(
      (s) => s.key === 4,
      (s) => s.key === 0,
    ),
  }),
})

/** The positions of the steps with these names and picks. */
function pathOf(model: Model, steps: readonly string[]): number[] {
  const walker = walkerOf(model)
  const path: number[] = []
  walker.begin((_, position) => path.push(position) > 0)
  for (const wanted of steps)
    walker.take((event, position) => {
      const is = [event.label, ...event.picked].join(' ') === wanted
      if (is) path.push(position)
      return is
    })
  return path
}

/** The first property broken by going this way, and then round and round. */
function lasso(model: Model, way: readonly string[], round: readonly string[]) {
  const path = pathOf(model, [...way, ...round])
  expect(path).toHaveLength(1 + way.length + round.length)
  const property = Object.keys(model.properties)[0]!
  const finding = { tag: 'lasso', property, of: null, path, loop: way.length } as const
  expect(whyNoLasso(model, finding)).toBeNull()
  const found = {
    name: finding.property,
    kind: 'leadsTo',
    verdict: 'violated',
    expected: 'holds',
    vacuous: false,
  } as const
  return { ...found, finding } satisfies PropertyResult
}

function told(model: Model, { finding }: PropertyResult) {
  if (finding?.tag !== 'lasso') throw new Error('it is no lasso any more')
  expect(whyNoLasso(model, finding)).toBeNull()
  return { steps: runAlong(model, finding.path).steps.map((s) => s.picked[0] ?? s.event.label), loop: finding.loop }
}

describe('a run that never ends, too long to be searched for', () => {
  const model = wide()
  const four = ['turn', 'turn', 'turn', 'turn']

  it.each<[string, readonly string[], readonly string[]]>([
    ['stirred on the way', ['stir a 3', 'turn', 'stir b 4', 'turn', 'turn', 'stir a 2', 'turn'], ['beat', 'beat']],
    ['stirred in the loop', four, ['stir a 9', 'beat', 'stir a 4', 'stir b 0', 'beat', 'stir a 0']],
    ['going round before it goes round', [...four, 'beat', 'stir d 7', 'beat', 'beat'], ['beat', 'beat']],
    ['entering the loop late', [...four, 'stir a 5', 'beat'], ['stir a 0', 'beat', 'stir a 5', 'beat']],
    ['with a round within the round', four, ['beat', 'stir a 1', 'stir a 0', 'beat', 'beat', 'beat']],
  ])('is cut down to what matters: %s', (_, way, round) => {
    expect(told(model, shrink(model, lasso(model, way, round)))).toEqual({ steps: [...four, 'beat', 'beat'], loop: 4 })
  })

  it('keeps what fairness asks for, and drops what none asks for', () => {
    const forgiving = { ...model, fairness: model.fairness.slice(0, 1) }
    const stays = shrink(forgiving, lasso(forgiving, ['stir a 3', ...four], ['beat', 'beat']))
    expect(told(forgiving, stays)).toEqual({ steps: four, loop: 4 })
  })
})

/** Passages from place to place behind a long way in, too many to be searched: lamps are lit and put out all the time. */
const maze = (passages: { readonly [place: string]: string }) => {
  const all: { readonly [place: string]: string } = { a: 'b', b: 'c', c: 'd', d: 'e', e: 'f', f: 'S', ...passages }
  return system('maze', {
    state: () => struct({ place: oneOf(...Object.keys(all)), lamps: array(20, bool) }),
    behaviour: ({ action }) => [
      action('light', { lamp: int(0, 19) }, { do: (s, { lamp }) => s.lamps.set(lamp, !s.lamps.get(lamp)) }),
      action('go', { do: (s, _, pick) => void (s.place = pick([...all[s.place]!])) }),
    ],
    fairness: ({ weak }) => [weak('go')],
    properties: ({ eventually }) => ({ 'all lamps are lit': eventually((s) => s.lamps.every((lamp) => lamp)) }),
  })()
}

describe('what lies between two equal states is cut, however long it is', () => {
  const go = (way: string) => [...way].map((place) => `go ${place}`)

  it.each([
    ['in the loop', { S: 'B', B: 'SC', C: 'D', D: 'B' }, 'S', 'BCDBS', 'SBS'],
    ['on the way to it', { S: 'TA', T: 'U', U: 'V', V: 'S', A: 'B', B: 'A' }, 'STUVSA', 'BA', 'SABA'],
    [
      'by going into the loop where it is met first',
      { S: 'C', C: 'XD', X: 'Y', Y: 'A', A: 'B', B: 'C', D: 'A' },
      'SCXYA',
      'BCDA',
      'SCDABC',
    ],
  ] as const)('%s', (_, passages, way, round, expected) => {
    const model = maze(passages)
    const { steps } = told(model, shrink(model, lasso(model, go(`bcdef${way}`), go(round))))
    expect(steps.join('')).toBe(`bcdef${expected}`)
  })
})
