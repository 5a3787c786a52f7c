import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { type Comparison, type Contender, compare, mediansOf } from './compare.js'
import { describeMachine, type Machine, missing, thisMachine } from './machine.js'
import { readOptions } from './options.js'
import { hasWorkers } from './shootdown.js'
import { summary } from './summary.js'

/** `npm run bench`: Shootdown and Spin over the same models, side by side. Exits with 1 if their counts differ. */
function main(args: readonly string[]): number {
  const options = readOptions(args)
  if (typeof options === 'string') {
    process.stderr.write(`bench: ${options}\n`)
    return 2
  }
  const { subjects, repeat, compilations, json } = options
  const machine = thisMachine()
  const contenders = contendersOn(machine)
  const started = performance.now()
  const comparisons = subjects.map((subject) => {
    process.stderr.write(`${subject.model} ${subject.size} ...\n`)
    return compare(subject, contenders, repeat, compilations)
  })
  const seconds = (performance.now() - started) / 1000
  const lack = missing(machine)
  process.stdout.write(`\n${summary(comparisons)}
${describeMachine(machine)};
medians of ${repeat} run${repeat === 1 ? '' : 's'}, each in a process of its own; ${seconds.toFixed(0)} s in all.
${lack === null ? '' : `${lack}\n`}`)
  if (json !== null) writeFileSync(json, record(machine, comparisons))
  const mismatches = comparisons.flatMap((c) => c.mismatches)
  for (const mismatch of mismatches) process.stderr.write(`bench: ${mismatch}\n`)
  return mismatches.length === 0 ? 0 : 1
}

function contendersOn(machine: Machine): Contender[] {
  const contenders: Contender[] = [{ workers: 1 }]
  if (availableParallelism() > 1 && hasWorkers()) contenders.push({ workers: 2 })
  if (missing(machine) === null) contenders.push({ order: 'DFS' }, { order: 'BFS' })
  return contenders
}

function record(machine: Machine, comparisons: readonly Comparison[]): string {
  const date = new Date().toISOString().slice(0, 10)
  const models = comparisons.map(({ subject, series, mismatches }) => ({
    ...subject,
    series: series.map((s) => ({ ...s, medians: mediansOf(s) })),
    mismatches,
  }))
  return `${JSON.stringify({ date, machine, models }, null, 2)}\n`
}

process.exitCode = main(process.argv.slice(2))
