import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { graphModel, graphReference, randomGraph } from '../../test/random-graph.js'
import { randomRuns, runsModel, runsReference } from '../../test/random-runs.js'
import { breaks, isBroken, type ReferenceGraph, type Says, shortestBreak } from '../../test/reference-liveness.js'
import { runs } from '../../test/runs.js'
import { untilSeen } from '../../test/until-seen.js'
import {
  array,
  blocked,
  bool,
  type CheckOptions,
  check,
  component,
  id,
  int,
  type Model,
  runAlong,
  strong,
  struct,
  system,
  weak,
} from '../index.js'
import { expansionOf } from './expansion.js'
import { whyNoLasso } from './liveness/lasso-check.js'
import { type LivenessOutcome, liveness } from './liveness.js'
import type { Finding } from './outcome.js'

const cases = runs(1000)

function judged(model: Model, loopBudget?: number): LivenessOutcome {
  const options = { fairness: model.fairness, bounds: {}, deadline: Number.POSITIVE_INFINITY }
  const search = liveness(model, expansionOf(model), loopBudget === undefined ? options : { ...options, loopBudget })
  for (;;) {
    const step = search.next()
    if (step.done) return step.value
  }
}

/** The states of a lasso, replayed: each as what `read` makes of its plain value. */
function replayed(model: Model, finding: Finding, read: (state: unknown) => number): number[] {
  const run = runAlong(model, finding.path)
  return [run.initial, ...run.steps.map((s) => s.state)].map(read)
}

/** How often each kind of property was seen to break or hold under each kind of fairness. */
type Tally = Record<string, number>

function noneSeen(): Tally {
  const kinds = ['leadsTo', 'eventually', 'alwaysEventually', 'eventuallyAlways']
  const fair = ['no', 'strong', 'strong and weak', 'weak']
  const ends = kinds.flatMap((kind) => ['broken', 'holds'].map((end) => `${kind} ${end}`))
  return Object.fromEntries(ends.flatMap((end) => fair.map((units) => [`${end} under ${units} fairness`, 0])))
}

function tally(counts: Tally, graph: ReferenceGraph, { kind }: Says, broken: boolean): void {
  const fairness = [...new Set(graph.units)].sort().join(' and ') || 'no'
  const key = `${kind} ${broken ? 'broken' : 'holds'} under ${fairness} fairness`
  expect(Object.keys(counts)).toContain(key)
  counts[key]!++
}

describe('agrees with the definitions, tried on all sets of states in which a run could stay,', () => {
  it('on random graphs; and every lasso is a fair run that breaks the property, and a shortest one', () => {
    const counts = noneSeen()
    const draw = () =>
      fc.assert(
        fc.property(randomGraph, (random) => {
          const model = graphModel(random)
          const { graph, says, nodes } = graphReference(random)
          const broken = isBroken(graph, says)
          const [finding] = judged(model).findings
          expect(finding !== undefined).toBe(broken)
          tally(counts, graph, says, broken)
          if (finding?.tag !== 'lasso') return
          const states = replayed(model, finding, (s) => nodes.indexOf((s as { node: number }).node))
          expect(breaks(graph, says, states, finding.loop)).toBe(true)
          expect(whyNoLasso(model, finding)).toBe(null)
          expect(shortestBreak(graph, says, states.length) ?? states.length).toBe(states.length)
        }),
        { numRuns: 2 * cases },
      )
    untilSeen(counts, cases / 150, draw)
  })

  it('on random graphs, when loops are not searched for the shortest', () => {
    fc.assert(
      fc.property(randomGraph, (random) => {
        const model = graphModel(random)
        const { graph, says, nodes } = graphReference(random)
        const [finding] = judged(model, 0).findings
        expect(finding !== undefined).toBe(isBroken(graph, says))
        if (finding?.tag !== 'lasso') return
        const states = replayed(model, finding, (s) => nodes.indexOf((s as { node: number }).node))
        expect(breaks(graph, says, states, finding.loop)).toBe(true)
      }),
      { numRuns: cases },
    )
  })

  it('on random runs: a lasso is told from what is none', () => {
    const why: Record<string, number> = { lasso: 0, 'no such step': 0, outside: 0, open: 0, unfair: 0, kept: 0 }
    const draw = () =>
      fc.assert(
        fc.property(
          randomGraph,
          fc.array(fc.nat(3), { minLength: 1, maxLength: 6 }),
          fc.nat(5),
          (random, path, loop) => {
            const model = graphModel(random)
            const { graph, says, nodes } = graphReference(random)
            const no = whyNoLasso(model, { tag: 'lasso', property: 'p', of: null, path, loop })
            why[no?.tag ?? 'lasso']!++
            if (no?.tag === 'no such step') return
            const upTo = no?.tag === 'outside' ? no.step + 1 : path.length
            const finding: Finding = { tag: 'state', property: 'p', path: path.slice(0, upTo) }
            const states = replayed(model, finding, (s) => nodes.indexOf((s as { node: number }).node))
            expect(states.indexOf(-1)).toBe(no?.tag === 'outside' ? no.step : -1)
            if (no?.tag !== 'outside') expect(no === null).toBe(breaks(graph, says, states, loop))
          },
        ),
        { numRuns: 4 * cases },
      )
    untilSeen(why, cases / 100, draw)
  })

  it('on random systems of processes and actions, for the system and for each process', () => {
    const counts = noneSeen()
    const draw = () =>
      fc.assert(
        fc.property(randomRuns, (random) => {
          const reference = runsReference(random, 8)
          if (reference === null) return
          const { graph, says } = reference
          const broken = says.findIndex((one) => isBroken(graph, one))
          const model = runsModel(random)
          const result = check(model, { keepGoing: true }).properties.find((p) => p.name === 'p')!
          expect(result.verdict).toBe(broken < 0 ? 'holds' : 'violated')
          tally(counts, graph, says[0]!, broken >= 0)
          const { finding } = result
          if (finding?.tag !== 'lasso') return
          expect(finding.of).toBe(random.each ? `process ${broken}` : null)
          const states = runAlong(model, finding.path)
          const plain = [states.initial, ...states.steps.map((s) => s.state)].map((s) => JSON.stringify(s))
          expect(plain.at(-1)).toBe(plain[finding.loop])
          expect(whyNoLasso(model, finding)).toBe(null)
          const shortest = shortestBreak(graph, says[broken]!, finding.path.length)
          expect(shortest ?? finding.path.length).toBe(finding.path.length)
        }),
        { numRuns: cases },
      )
    untilSeen(counts, 1, draw)
  })
})

/** A lock taken by whoever comes; what happens between two steps of one is up to the others. */
const lock = system('lock', {
  parameters: { cpus: int(1, 4, { default: 2 }) },
  state: ({ cpus }) => struct({ held: bool, cpu: array(cpus, struct({})) }),
  behaviour: ({ program }) => [
    program('cpu', {
      idle: () => {},
      wait: (s) => {
        if (s.held) return blocked
        s.held = true
        return 'critical'
      },
      critical: (s) => {
        s.held = false
        return 'idle'
      },
    }),
  ],
  fairness: () => [],
  properties: ({ always, leadsTo, eventually }) => ({
    exclusion: always((s) => s.cpu.count((c) => c.at === 'critical') <= 1),
    'who waits gets in': leadsTo.each(
      'cpu',
      (_, me) => me.at === 'wait',
      (_, me) => me.at === 'critical',
    ),
    'somebody gets in': eventually((s) => s.held),
  }),
})

function results(model: Model, options: CheckOptions = {}) {
  const { properties, ledger, verdict } = check(model, options)
  return { verdict, ledger, of: Object.fromEntries(properties.map((p) => [p.name, p])) }
}

const path = (finding: Finding | null | undefined) =>
  finding?.tag === 'lasso' ? { of: finding.of, steps: finding.path.length - 1, loop: finding.loop } : null

describe('fairness', () => {
  it('without any, a run may stop anywhere: it stays in its last state', () => {
    const { of, ledger } = results(lock())
    expect(ledger.fairness).toEqual([])
    expect(path(of['somebody gets in']!.finding)).toEqual({ of: null, steps: 0, loop: 0 })
    expect(path(of['who waits gets in']!.finding)).toEqual({ of: 'cpu 0', steps: 1, loop: 1 })
  })

  it('that is weak lets a lock be snatched away for ever', () => {
    const { of, ledger } = results(lock(), { fairness: [weak('cpu')] })
    expect(ledger.fairness).toEqual(['weak fairness of each cpu'])
    expect(of['somebody gets in']!.verdict).toBe('holds')
    // cpu 0 waits, and cpu 1 goes round.
    expect(path(of['who waits gets in']!.finding)).toEqual({ of: 'cpu 0', steps: 4, loop: 1 })
  })

  it('that is strong does not', () => {
    const { of, verdict } = results(lock({ cpus: 3 }), { fairness: [strong('cpu')] })
    expect(verdict).toBe('holds')
    expect(of['who waits gets in']!.vacuous).toBe(false)
  })

  it('of everything together only keeps the system from stopping', () => {
    const { of } = results(lock(), { fairness: [weak.anything()] })
    expect(of['somebody gets in']!.verdict).toBe('holds')
    expect(of['who waits gets in']!.verdict).toBe('violated')
  })

  it('speaks of states: a step that anybody could have taken counts for all of them', () => {
    const flip = system('flip', {
      state: () => struct({ on: bool }),
      behaviour: ({ action }) => [
        action('first', { do: (s) => void (s.on = !s.on) }),
        action('second', { when: (s) => s.on, do: (s) => void (s.on = !s.on) }),
      ],
      fairness: ({ strong }) => [strong('first'), strong('second')],
      properties: ({ alwaysEventually }) => ({ on: alwaysEventually((s) => s.on) }),
    })
    expect(results(flip()).verdict).toBe('holds')
  })

  it('does not count steps that change nothing, neither as taken nor as possible', () => {
    const idle = system('idle', {
      state: () => struct({ on: bool }),
      behaviour: ({ action }) => [action('look', { do: () => {} }), action('go', { do: (s) => void (s.on = true) })],
      fairness: ({ weak }) => [weak('look')],
      properties: ({ eventually }) => ({ on: eventually((s) => s.on) }),
    })
    expect(path(results(idle()).of.on!.finding)).toEqual({ of: null, steps: 0, loop: 0 })
    expect(results(idle(), { fairness: [weak.together(['look', 'go'])] }).verdict).toBe('holds')
  })

  it('and properties of a component are those of its part', () => {
    const ring = component({
      state: struct({ token: id('node', 2), node: array(2, struct({ done: bool })) }),
      behaviour: ({ program, action }) => [
        program('node', { wait: (s, me) => (s.token === me.id ? 'work' : blocked), work: () => 'wait' }),
        action('pass', { do: (s) => void (s.token = 1 - s.token) }),
      ],
      fairness: ({ weak, strong }) => [weak('pass'), strong('node')],
      properties: ({ alwaysEventually }) => ({
        works: alwaysEventually.each('node', (_, me) => me.at === 'work'),
      }),
    })
    const model = system('with ring', {
      components: () => ({ ring }),
      state: () => struct({ on: bool }),
      behaviour: ({ action }) => [action('flip', { do: (s) => void (s.on = !s.on) })],
    })()
    const { of, ledger } = results(model)
    expect(ledger.fairness).toEqual(['weak fairness of each ring.pass', 'strong fairness of each ring.node'])
    expect(of['ring: works']!.verdict).toBe('holds')
    expect(path(results(model, { fairness: [weak('ring.pass')] }).of['ring: works']!.finding)?.of).toBe('ring.node 0')
  })

  it('of what there is not is refused in one sentence', () => {
    expect(() => check(lock(), { fairness: [weak('gpu')] })).toThrow(
      'weak fairness is assumed of "gpu", which is no family or action; there is "cpu"',
    )
    expect(() => check(lock(), { fairness: [strong('cpu', { except: ['sleep'] })] })).toThrow('"sleep", which is none')
    expect(() => check(lock(), { fairness: [weak('cpu', { by: ['c'] })] })).toThrow('"c", which is none')
  })
})

/** Counts to the end and starts again. */
const clock = (ticks: number, constraint?: number) =>
  system('clock', {
    state: () => struct({ time: int(0, ticks - 1) }),
    behaviour: ({ action }) => [action('tick', { do: (s) => void (s.time = (s.time + 1) % ticks) })],
    fairness: ({ weak }) => [weak('tick')],
    properties: ({ leadsTo, alwaysEventually }) => ({
      noon: alwaysEventually((s) => s.time === ticks - 1),
      never: leadsTo(
        (s) => s.time > ticks,
        () => false,
      ),
      start: alwaysEventually((s) => s.time === 0),
      stays: leadsTo(
        (s) => s.time === 1,
        (s) => s.time === 1,
      ),
    }),
    ...(constraint !== undefined && { constraint: (s: { time: number }) => s.time < constraint }),
  })()

describe('what a verdict rests on', () => {
  it('a left side that is never true is told', () => {
    const { of } = results(clock(3))
    expect(of.never).toMatchObject({ verdict: 'holds', vacuous: true })
    expect(of.stays).toMatchObject({ verdict: 'holds', vacuous: false })
  })

  it('a constraint cuts the graph; if no fair run is left, nothing was shown, and that is told', () => {
    const { of, ledger } = results(clock(8, 4))
    expect(ledger.liveness).toMatchObject({ states: 4, stepsOutside: 1, lostStates: 4 })
    // In the last state within the constraint the step out of it counts as possible: staying there is unfair.
    for (const { kind, verdict, vacuous } of Object.values(of))
      if (kind !== 'deadlock') expect({ verdict, vacuous }).toEqual({ verdict: 'holds', vacuous: true })
  })

  it('a bound leaves a property undecided, unless a run that breaks it was found within', () => {
    const bounded = results(clock(100), { bounds: { states: 10 } })
    expect(bounded.of.noon!.verdict).toBe('inconclusive')
    expect(bounded.of.never).toMatchObject({ verdict: 'inconclusive', vacuous: false })
    expect(bounded.ledger.liveness!.limit).toMatchObject({ tag: 'states' })
    expect(results(clock(100), { bounds: { depth: 5 } }).of.noon!.verdict).toBe('inconclusive')
    expect(results(clock(100), { bounds: { states: 10 }, fairness: [] }).of.noon!.verdict).toBe('violated')
    expect(results(clock(100), { bounds: { memory: 1 } }).of.noon!.verdict).toBe('inconclusive')
  })

  it('nothing is looked at when the time is up, or the search was not meant to see everything', () => {
    expect(results(clock(5000), { bounds: { seconds: Number.MIN_VALUE } }).of.noon!.verdict).toBe('inconclusive')
    expect(results(clock(5000), { signal: AbortSignal.abort() }).of.noon!.verdict).toBe('inconclusive')
    expect(results(clock(5), { strategy: 'random-walk', bounds: { seconds: 0.05 } }).of.noon!.verdict).toBe(
      'inconclusive',
    )
    expect(results(clock(5), { strategy: 'depth-first' }).of.noon!.verdict).toBe('holds')
  })

  it('a failing assumption is the model failing', () => {
    const only = (before: { held: boolean }) => {
      if (before.held) throw new Error('no idea')
      return true
    }
    const { of } = results(lock(), { fairness: [weak('cpu', { only })] })
    expect(of['the model itself']!.finding).toMatchObject({
      during: { tag: 'property', property: 'the fairness assumption' },
      path: [0, 0, 0],
    })
  })

  it('reductions are refused', () => {
    expect(() => check(lock(), { reductions: ['symmetry'] })).toThrow('who waits gets in')
  })

  it('a condition that fails is the model failing, with the run to where it does', () => {
    const model = system('failing', {
      state: () => struct({ time: int(0, 5), list: array(3, bool) }),
      behaviour: ({ action }) => [action('tick', { do: (s) => void (s.time = (s.time + 1) % 6) })],
      properties: ({ eventually }) => ({ bad: eventually((s) => s.list.get(s.time)) }),
    })()
    const { of } = results(model)
    expect(of['the model itself']!.finding).toMatchObject({ tag: 'fault', path: [0, 0, 0, 0] })
    expect(of.bad!.verdict).toBe('inconclusive')
  })

  it('a property of each of what there is not is refused', () => {
    const model = system('wrong', {
      state: () => struct({ on: bool }),
      behaviour: ({ action }) => [action('flip', { do: (s) => void (s.on = !s.on) })],
      properties: ({ eventually }) => ({ p: eventually.each('cpu' as never, () => true) }),
    })
    expect(() => model()).toThrow('"p" is asked of each cpu, which is neither a family nor an array of the state')
  })
})

it('a loop of two hundred thousand states is no problem', () => {
  const ticks = 200_000
  const { of } = results(clock(ticks), { fairness: [weak('tick')] })
  expect(of.noon!.verdict).toBe('holds')
  const found = results(clock(ticks), { fairness: [] }).of.noon!.finding
  expect(path(found)).toEqual({ of: null, steps: 0, loop: 0 })
  const never = system('round', {
    state: () => struct({ time: int(0, ticks - 1), odd: bool }),
    behaviour: ({ action }) => [action('tick', { do: (s) => void (s.time = (s.time + 1) % ticks) })],
    fairness: ({ strong }) => [strong('tick')],
    properties: ({ eventually }) => ({ odd: eventually((s) => s.odd) }),
  })()
  // It may go anywhere, so it takes one step and the rest to come back.
  expect(path(results(never).of.odd!.finding)).toEqual({ of: null, steps: ticks, loop: 0 })
})
