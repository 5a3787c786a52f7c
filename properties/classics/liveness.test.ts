import { describe, expect, test } from 'vitest'
import * as classics from '../../models/classics/index.js'
import {
  check,
  type Fairness,
  isTemporal,
  type Model,
  runAlong,
  strong,
  weak,
  withProperties,
} from '../../src/index.js'

/** Systems of which TLC found that their temporal properties hold, under the fairness that the models declare. */
const holding: readonly { readonly model: Model; readonly source: string }[] = [
  { model: classics.chandyMisra({ philosophers: 5 }), source: 'DiningPhilosophers: NobodyStarves' },
  { model: classics.readersWriters({ actors: 3 }), source: 'ReadersWriters: Liveness' },
  { model: classics.ewd840({ nodes: 3 }), source: 'ewd840/EWD840: Liveness' },
  { model: classics.terminationDetection({ nodes: 7 }), source: 'ewd840/SyncTerminationDetection: Liveness' },
  {
    model: classics.simpleAllocator({ clients: 3, resources: 2 }),
    source: 'allocator/SimpleAllocator: ClientsWillReturn, ClientsWillObtain, InfOftenSatisfied',
  },
  { model: classics.schedulingAllocator({ clients: 3, resources: 2 }), source: 'allocator/SchedulingAllocator' },
  { model: classics.dijkstraMutex({ processes: 3 }), source: 'dijkstra-mutex/DijkstraMutex: DeadlockFreedom, LSpec' },
  { model: classics.alternatingBit(), source: 'SpecifyingSystems/TLC/MCAlternatingBit: SentLeadsToRcvd' },
  {
    model: classics.singleLaneBridge({ carsEachWay: 2 }),
    source: 'SingleLaneBridge: CarsInBridgeExitBridge, CarsEnterBridge',
  },
  { model: classics.stabilizingRing({ nodes: 6, values: 6 }), source: 'ewd426/TokenRing: Stab' },
  {
    model: classics.coffeeCan({ beans: 100 }),
    source: 'CoffeeCan: EventuallyTerminates, TerminationHypothesis',
  },
  { model: classics.peterson(), source: 'locks_auxiliary_vars/Peterson, with fair processes' },
]

const temporal = (model: Model, fairness?: readonly Fairness[]) =>
  check(model, { keepGoing: true, ...(fairness && { fairness }) }).properties.filter((p) => isTemporal(p))

describe('temporal properties', () => {
  test.each(holding)('of $model.name hold, and none is vacuous [TLA+ Examples, $source]', ({ model }) => {
    const results = temporal(model)
    expect(results.length).toBeGreaterThan(0)
    for (const { verdict, vacuous } of results)
      expect({ verdict, vacuous }).toEqual({ verdict: 'holds', vacuous: false })
  })

  test.each(holding)('of $model.name are all broken if nobody needs to do anything', ({ model }) => {
    for (const { finding } of temporal(model, [])) {
      // The run just stops.
      if (finding?.tag === 'lasso') expect(finding.loop).toBe(finding.path.length - 1)
      else expect(finding).toBe('a run that stops')
    }
  })
})

describe('fairness that is too weak', () => {
  test('a client can be passed over for ever if each is given something only if that is possible without a break', () => {
    const model = classics.simpleAllocator()
    const results = temporal(model, [model.fairness[0]!, weak('allocate')])
    expect(results.map((r) => r.verdict)).toEqual(['holds', 'violated', 'violated'])
  })

  test('a message can be lost for ever if the line is only weakly fair', () => {
    const lossy = [weak('send again'), weak('acknowledge'), weak('receive'), weak('receive acknowledgement')]
    expect(temporal(classics.alternatingBit(), lossy).map((r) => r.verdict)).toEqual(['violated'])
  })

  test('with Dijkstra somebody enters, but not everybody', () => {
    const model = withProperties(classics.dijkstraMutex({ processes: 2 }), ({ leadsTo }) => ({
      'everybody who wants to enters': leadsTo.each(
        'process',
        (_, me) => me.at === 'my turn?',
        (_, me) => me.at === 'critical',
      ),
    }))
    expect(temporal(model).map((r) => [r.name, r.verdict])).toEqual([
      ['while somebody wants to enter, somebody enters', 'holds'],
      ['everybody who wants to enters', 'violated'],
    ])
  })
})

describe('blocking queue, two producers, one consumer, room for one', () => {
  const model = withProperties(
    classics.blockingQueue({ producers: 2, consumers: 1, capacity: 1 }),
    ({ alwaysEventually }) => ({
      'nobody waits for ever': alwaysEventually.each([0, 1], (s, producer) => !s.waiting.has(producer)),
    }),
  )

  test('a producer starves if puts are weakly fair [TLC, github.com/lemmy/BlockingQueue 0f06d2b]', () => {
    const [result] = temporal(model, [weak.anything(), weak('put')])
    const { finding } = result!
    if (finding?.tag !== 'lasso') throw new Error('no lasso')
    // TLC prints five states and goes back to the third.
    expect(finding.of).toBe('0')
    expect(finding.loop).toBe(2)
    expect(finding.path.length - 1).toBe(5)
    const run = runAlong(model, finding.path)
    expect(run.steps.at(-1)!.state).toEqual(run.steps[finding.loop - 1]!.state)
  })

  test('nobody starves if gets wake every producer sooner or later [the same, 0fc4987]', () => {
    const fair = [
      weak('put'),
      weak('get'),
      ...[0, 1].map((p) =>
        strong.together('get', { only: (_, after: { waiting: Set<number> }) => !after.waiting.has(p) }),
      ),
      strong.together('put', { only: (_, after: { waiting: Set<number> }) => !after.waiting.has(2) }),
    ]
    expect(temporal(model, fair).map((r) => r.verdict)).toEqual(['holds'])
  })
})

test('disruptor: every reader has read every published value in the end [TLA+ Examples, Disruptor: Liveliness]', () => {
  const [readers, values] = [2, 10]
  const asked = Array.from({ length: readers * values }, (_, i) => ({
    reader: Math.floor(i / values),
    value: i % values,
  }))
  const model = withProperties(
    classics.disruptor({ writers: 2, readers, size: 4, values }),
    ({ eventuallyAlways }) => ({
      'every published value is read in the end': eventuallyAlways.each(asked, (s, { reader, value }) => {
        const unpublished = s.writer.map((w) => (w.at === 'publish' ? w.claimed : s.next))
        return value >= Math.min(...unpublished) || s.reader.get(reader).read >= value
      }),
    }),
  )
  const [result] = temporal(model, [weak('reader')])
  expect(result).toMatchObject({ verdict: 'holds', vacuous: false })
  expect(temporal(model, []).map((r) => r.verdict)).toEqual(['violated'])
})

test('in the end the counters of a ring are equal up to the token and one less after it [ewd426/TokenRing: Stab]', () => {
  const values = 6
  const model = withProperties(classics.stabilizingRing({ nodes: 6, values }), ({ eventuallyAlways }) => ({
    unique: eventuallyAlways((s) => {
      const first = s.counter.get(0)
      const token = s.counter.findIndex((c) => c !== first)
      return token < 0 || s.counter.every((c, i) => c === (i < token ? first : (first + values - 1) % values))
    }),
  }))
  expect(temporal(model).map((r) => r.verdict)).toEqual(['holds', 'holds'])
})
