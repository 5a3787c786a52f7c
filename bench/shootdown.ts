import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { Run } from './measured.js'
import type { Subject } from './models.js'
import { commandLine } from './places.js'
import { run, saying } from './process.js'

/** What the comparison needs of `--reporter json`. */
const Report = t.type({
  checks: t.tuple([
    t.type({
      seconds: t.number,
      states: t.type({ distinct: t.number, generated: t.number }),
      properties: t.array(t.type({ kind: t.string, verdict: t.string })),
      ledger: t.type({ excludedByConstraint: t.number, bytesPerState: t.number }),
    }),
  ]),
})

export interface ShootdownRun extends Run {
  /** The visited set and the ancestry. */
  readonly bytesPerState: number
}

/** Checks the subject by the command line, as a user would, in a process of its own. */
export function runShootdown(subject: Subject, workers: number): ShootdownRun {
  const threads = workers === 1 ? [] : ['--workers', String(workers)]
  const args = ['check', subject.model, ...subject.flags, ...threads, '--reporter', 'json']
  const { stdout, stderr, status, seconds, cpuSeconds } = run(process.execPath, [commandLine, ...args])
  const decoded = decode(stdout)
  if (decoded === null) throw new Error(`shootdown ${args.join(' ')} ended with ${status} and no report: ${stderr}`)
  const [check] = decoded.checks
  const violated = check.properties.filter((p) => p.verdict !== 'holds')
  return {
    search: check.seconds,
    whole: seconds,
    cpu: cpuSeconds,
    counts: {
      stored: check.states.distinct + check.ledger.excludedByConstraint,
      generated: check.states.generated,
      deadlock: violated.some((p) => p.kind === 'deadlock'),
      otherErrors: violated.filter((p) => p.kind !== 'deadlock').length,
    },
    bytesPerState: check.ledger.bytesPerState,
  }
}

function decode(text: string): t.TypeOf<typeof Report> | null {
  try {
    const decoded = Report.decode(JSON.parse(text))
    return E.isRight(decoded) ? decoded.right : null
  } catch {
    return null
  }
}

/** Whether this build can search on several threads. */
export function hasWorkers(): boolean {
  return saying(process.execPath, [commandLine, 'check', '--help'])?.includes('--workers') ?? false
}
