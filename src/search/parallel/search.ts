import type { BreadthFirstOptions } from '../bfs.js'
import { readCheckpoint, writeCheckpoint } from '../checkpoint/file.js'
import type { Identity } from '../checkpoint/identity.js'
import type { Finding } from '../outcome.js'
import { type Control, type Signal, type Tally, total } from './control.js'
import type { Member } from './member.js'
import { type Report, sumOf } from './report.js'

/** Why a search ended before its frontier was empty; `none` if it did not. The numbers are what member 0 tells the others. */
const STOPS = ['none', 'violation', 'depth', 'states', 'time', 'memory', 'interrupted'] as const
export type Stop = (typeof STOPS)[number]

export interface Ending extends Omit<Report, 'passedOver' | 'left' | 'runs' | 'findings'> {
  /** The first finding for each property; for the first member alone. */
  readonly findings: readonly Finding[]
  readonly stop: Stop
  readonly depth: number
  /** States that were kept and not expanded. */
  readonly frontier: number
}

export interface SearchOptions {
  readonly options: Omit<BreadthFirstOptions, 'signal' | 'until'>
  /** What a checkpoint must agree with. */
  readonly identity: Identity
  /** Called once by the first member, when it is worth while for the others to take part. */
  readonly summon: () => void
  /** The first member waits for the others before it begins. */
  readonly together?: boolean
}

/** Below so many states a search is mostly over before another thread has been started. */
const SUMMON_AT = 300_000

/**
 * A search, seen from one of its members. All run through this in step, and decide the same at each meeting. The first one
 * begins alone; the others take part as soon as they are ready.
 */
export function* searching(member: Member, control: Control, search: SearchOptions): Generator<Signal, Ending> {
  const { bounds = {}, keepGoing = false, checkpoint, recover } = search.options
  const { levels } = member
  const isFirst = control.me === 0
  const started = performance.now()
  let savedAt = started
  let summoned = false

  const tally = (): Tally => {
    const stop = isFirst ? wish() : 'none'
    return {
      generated: levels.explorer.generated,
      distinct: levels.distinct,
      found: levels.found,
      bytes: ownBytes(),
      finished: levels.finished ? 1 : 0,
      decided: member.decided(keepGoing),
      stop: STOPS.indexOf(stop),
      checkpoint: isFirst && checkpointIsDue() ? 1 : 0,
      invite: isFirst && isTimeToInvite() ? 1 : 0,
    }
  }
  const isLate = () => bounds.seconds !== undefined && performance.now() - started > bounds.seconds * 1000
  const ownBytes = () => levels.bytes.visited + levels.bytes.frontier
  const isTooLarge = () =>
    bounds.memory !== undefined && ownBytes() + total(control.glance().slice(1), 'bytes') > bounds.memory
  const wish = (): Stop => {
    if (control.interrupted) return 'interrupted'
    return isLate() ? 'time' : isTooLarge() ? 'memory' : 'none'
  }
  const checkpointIsDue = () => checkpoint !== undefined && performance.now() - savedAt > checkpoint.everySeconds * 1000
  const isTimeToInvite = () => summoned && control.present === 1 && control.allReady

  const stopAt = (tallies: readonly Tally[]): Stop => {
    if (tallies[0]!.stop > 0) return STOPS[tallies[0]!.stop]!
    return bounds.states !== undefined && total(tallies, 'distinct') >= bounds.states ? 'states' : 'none'
  }
  const setQuota = (tallies: readonly Tally[]): void => {
    if (bounds.states === undefined) return
    const share = Math.ceil((bounds.states - total(tallies, 'distinct')) / control.present)
    levels.quota = levels.distinct + Math.max(1, share)
  }
  /** The others report to the first member, and wait while it writes. */
  function* save(): Generator<Signal, void> {
    if (!isFirst) member.report()
    yield* control.meet(tally())
    if (isFirst) {
      member.hear()
      writeCheckpoint(checkpoint!.file, search.identity, member.save())
      savedAt = performance.now()
    }
    yield* control.meet(tally())
  }
  function* end(stop: Stop, found: number): Generator<Signal, Ending> {
    if (!isFirst) member.report()
    yield* control.meet(tally())
    if (isFirst) member.hear()
    const reports = member.allDone()
    const { passedOver, ...sum } = sumOf(reports)
    const records = reports.reduce((n, report) => n + (report.left?.count ?? 0), levels.waiting)
    const left = records - (levels.superseded - passedOver)
    const findings = isFirst ? sum.findings.map((finding) => levels.located(finding)) : []
    return { ...sum, findings, stop, frontier: found + left, depth: levels.depth + (found > 0 ? 1 : 0) }
  }
  function* expandAWhile(): Generator<Signal, void> {
    for (const signal of levels.expand()) {
      if (isFirst) {
        if (!summoned && levels.distinct >= SUMMON_AT) {
          summoned = true
          search.summon()
        }
        if (wish() !== 'none' || checkpointIsDue() || isTimeToInvite()) control.pause()
      }
      yield signal
    }
  }

  if (!isFirst) {
    control.announce()
    while (!control.admitted) yield 'waiting'
    member.hear()
  } else if (recover !== undefined) {
    const { facts, arrays } = readCheckpoint(recover, search.identity)
    levels.restore(facts, arrays[Symbol.iterator]())
  } else levels.begin()
  if (isFirst && search.together) {
    summoned = true
    search.summon()
    while (!control.allReady) yield 'waiting'
  }

  levels.quota = bounds.states ?? Number.POSITIVE_INFINITY
  for (;;) {
    yield* expandAWhile()
    const tallies = yield* control.meet(tally())
    const found = total(tallies, 'found')
    const isOver = tallies.every((t) => t.finished === 1)
    const decided = Math.max(...tallies.map((t) => t.decided))
    const stop = stopAt(tallies)
    const stops = stop !== 'none' && !(isOver && found === 0)
    if (checkpoint !== undefined && (tallies[0]!.checkpoint === 1 || stops)) yield* save()
    if (stops) return yield* end(stop, found)
    if (isOver) {
      if (found === 0) return yield* end(decided === 2 ? 'violation' : 'none', found)
      if (decided > 0) return yield* end('violation', found)
      if (bounds.depth !== undefined && levels.depth + 1 >= bounds.depth) return yield* end('depth', found)
    }
    yield* member.goOn(isOver, tally)
    if (isOver) member.descend(found)
    if (tallies[0]!.invite === 1) member.invite()
    setQuota(tallies)
  }
}
