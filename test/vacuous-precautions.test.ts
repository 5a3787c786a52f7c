import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../models/index.js'
import { array, blocked, bool, int, type Model, struct, system } from '../src/index.js'
import { vacuousPrecautions } from '../src/search/vacuous-precautions.js'
import { asModel } from './as-model.js'
import { type RandomSystem, randomSystem } from './random-system.js'
import { Fault, holds, initialStates, type State, stepsOf } from './reference-search.js'
import { runs } from './runs.js'
import { untilSeen } from './until-seen.js'

/** Two count to three; what each precaution is there for is said where it is asked for. */
const counting = system('counting', {
  state: () => struct({ n: int(0, 3), cpu: array(2, struct({ tired: bool })) }),
  behaviour: ({ program, precaution }) => {
    const stops = precaution('stop at three')
    const twice = precaution('look twice')
    precaution('hope for the best')
    const rare = precaution('take care when tired')
    const order = precaution('the even ones first')
    return [
      program('cpu', {
        count: (s, me, pick) => {
          if (stops && s.n === 3) return blocked
          // That has been looked at just now.
          if (twice && s.n > 3) return blocked
          // And nobody ever is.
          if (rare && me.tired) return 'done'
          s.n = pick(order ? [s.n + 1, s.n] : [s.n, s.n + 1])
          return 'count'
        },
      }),
    ]
  },
  fairness: ({ weak, strong, precaution }) => [precaution('be fair') ? strong('cpu') : weak('cpu')],
  mayStop: () => true,
})

describe('vacuous precautions', () => {
  it('are those without which no step is another, asked for or not', () => {
    expect(counting().precautions).toHaveLength(6)
    expect(vacuousPrecautions(counting())).toEqual([
      'look twice',
      'hope for the best',
      'take care when tired',
      'the even ones first',
    ])
  })

  it('are not named where something has been left out already, or not all could be compared', () => {
    expect(vacuousPrecautions(counting().without('hope for the best'))).not.toContain('hope for the best')
    expect(vacuousPrecautions(counting(), 3)).toEqual([])
  })

  it('are none of a model that fails, and none that change its state or its labels', () => {
    expect(vacuousPrecautions(counting().without('stop at three'))).toEqual([])
    const shapes = system('shapes', {
      components: ({ precaution }) => ({
        part: { state: struct({ x: int(0, precaution('room') ? 3 : 2) }), behaviour: [], properties: {}, fairness: [] },
      }),
      state: () => struct({ on: bool }),
      behaviour: ({ action, precaution }) => [
        action(precaution('name') ? 'flip' : 'flop', { do: (s) => void (s.on = !s.on) }),
      ],
    })
    expect(vacuousPrecautions(shapes())).toEqual([])
  })

  it('are none of a model whose fairness speaks of some steps only, since that cannot be compared', () => {
    const some = system('some', {
      state: () => struct({ on: bool }),
      behaviour: ({ action, precaution }) => {
        precaution('idle')
        return [action('flip', { do: (s) => void (s.on = !s.on) })]
      },
      fairness: ({ weak }) => [weak('flip', { only: () => true })],
    })
    expect(vacuousPrecautions(some())).toEqual([])
  })

  it('are found as by comparing all steps of all states', () => {
    const seen = { same: 0, other: 0 }
    const draw = () =>
      fc.assert(
        fc.property(randomSystem, fc.nat(), fc.nat(), (random, from, to) => {
          const { labels } = random
          const changed = labels.map((step, i) =>
            i === to % labels.length ? { ...step, ...changeOf(random, from) } : step,
          )
          const other = { ...random, labels: changed }
          const expected = isVacuous(random, other)
          if (expected === null) return
          const model: Model = { ...asModel(random), precautions: ['p'], without: () => asModel(other) }
          expect(vacuousPrecautions(model)).toEqual(expected ? ['p'] : [])
          seen[expected ? 'same' : 'other']++
        }),
        { numRuns: runs(500) },
      )
    untilSeen(seen, runs(25), draw)
  })

  it('are the same where there are so many states that random runs are tried, too', () => {
    const large = system('large', {
      state: () => struct({ cpu: array(4, struct({ n: int(0, 9) })) }),
      behaviour: ({ program, precaution }) => {
        const wraps = precaution('wrap')
        const outside = precaution('stay outside')
        const deep = precaution('stop where all are at their end')
        return [
          program('cpu', {
            count: (s, me, pick) => {
              if (outside && me.n === 9) return blocked
              // One state among 6,561: a random run hardly comes by.
              if (deep && s.cpu.every((cpu) => cpu.n === 8)) return blocked
              me.n = me.n < 8 ? me.n + 1 : pick(wraps ? [0, 9] : [9])
              return 'count'
            },
          }),
        ]
      },
      constraint: (s) => s.cpu.every((cpu) => cpu.n < 9),
    })
    expect(vacuousPrecautions(large())).toEqual(['stay outside'])
    // Not all states of it are compared: no name is certain.
    expect(vacuousPrecautions(large(), 6000)).toEqual([])
  })

  it('there are none in the catalogue', () => {
    const named = catalogue.map(({ configure }) => {
      const model = configure({})
      return model._tag === 'Right' ? vacuousPrecautions(model.right) : []
    })
    expect(named.flat()).toEqual([])
  })
})

/** Another step's guard, or its changes. */
function changeOf({ labels }: RandomSystem, from: number): Partial<RandomSystem['labels'][number]> {
  const { guard, changes } = labels[from % labels.length]!
  return from % 2 === 0 ? { guard } : { changes }
}

/** Null if there are too many states. */
function isVacuous(random: RandomSystem, other: RandomSystem): boolean | null {
  const states = new Map<string, State>()
  const inside = (s: State) => random.constraint === null || holds(random.constraint, s, null, random)
  for (const s of initialStates(random)) states.set(JSON.stringify(s), s)
  for (const s of states.values()) {
    if (states.size > 2000) return null
    if (!inside(s)) continue
    const [ours, theirs] = [random, other].map((of) => steps(of, s))
    if (ours === null || theirs === null) return false
    if (JSON.stringify([...ours!.keys()].sort()) !== JSON.stringify([...theirs!.keys()].sort())) return false
    for (const after of ours!.values()) states.set(JSON.stringify(after), after)
  }
  return true
}

function steps(random: RandomSystem, state: State): Map<string, State> | null {
  try {
    return new Map([...stepsOf(random, state)].map(({ after, by }) => [JSON.stringify([by, after]), after]))
  } catch (thrown) {
    if (thrown instanceof Fault) return null
    throw thrown
  }
}
