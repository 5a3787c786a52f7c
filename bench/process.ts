import { spawnSync } from 'node:child_process'

/** What became of a process that was started afresh and ran to its end. */
export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  /** From its start to its end. */
  readonly seconds: number
  /** What it used of the processors, in its own code and in the system's for it. */
  readonly cpuSeconds: number
}

/** The shell that starts it is the one that knows what it used: Node does not tell that of a child. */
const TIMED = '"$@"; status=$?; times >&2; exit $status'

/** Runs a program to its end. */
export function run(program: string, args: readonly string[], cwd?: string): Ended {
  const started = performance.now()
  const { status, stdout, stderr, error } = spawnSync('sh', ['-c', TIMED, 'sh', program, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (error) throw error
  const seconds = (performance.now() - started) / 1000
  const { cpuSeconds, before } = childTimes(stderr)
  return { status, stdout, stderr: before, seconds, cpuSeconds }
}

/** Reads what `times` wrote last: two lines, the shell's own and its children's, each `0m1.25s 0m0.10s`, user and system. */
export function childTimes(stderr: string): { readonly cpuSeconds: number; readonly before: string } {
  const lines = stderr.trimEnd().split('\n')
  const used = [...lines.at(-1)!.matchAll(/(\d+)m([\d.]+)s/g)].map(([, minutes, s]) => Number(minutes) * 60 + Number(s))
  return { cpuSeconds: used.reduce((a, b) => a + b, 0), before: lines.slice(0, -2).join('\n') }
}

/** What a program says of itself when asked with these arguments, or null if there is no such program. */
export function saying(program: string, args: readonly string[]): string | null {
  const { error, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  return error ? null : stdout || stderr
}
