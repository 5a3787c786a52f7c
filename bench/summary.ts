import { type Comparison, type Contender, type Medians, mediansOf } from './compare.js'
import type { Subject } from './models.js'
import { type Column, count, decimal, table } from './table.js'

/** One model's medians, by contender; those that did not run are missing. */
interface Row {
  readonly subject: Subject
  readonly one: Medians
  readonly several: Medians | undefined
  readonly dfs: Medians | undefined
  readonly bfs: Medians | undefined
}

/** The tables for people: seconds first, then how they compare. No line is longer than 100 columns. */
export function summary(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(rowOf)
  const workers = Math.max(...comparisons.flatMap((c) => c.series.map((s) => workersOf(s.contender))))
  const tables = [`Seconds\n\n${table(secondsColumns(workers), rows)}`]
  if (rows.some((r) => r.dfs))
    tables.push(`Shootdown's time by Spin's: below 1, Shootdown is faster\n\n${table(RATIOS, rows)}`)
  return tables.join('\n')
}

const MODEL: Column<Row> = { heading: 'model', cell: ({ subject }) => `${subject.model} ${subject.size}` }

function secondsColumns(workers: number): Column<Row>[] {
  const several: Column<Row> = { heading: `${workers} workers`, cell: (r) => decimal(r.several?.search) }
  return [
    MODEL,
    { heading: 'distinct', cell: (r) => count(r.subject.expected.distinct) },
    { heading: 'generated', cell: (r) => count(r.subject.expected.generated) },
    { heading: 'search', cell: (r) => decimal(r.one.search) },
    ...(workers > 1 ? [several] : []),
    { heading: 'whole', cell: (r) => decimal(r.one.whole) },
    { heading: '| DFS', cell: (r) => decimal(r.dfs?.search) },
    { heading: 'BFS', cell: (r) => decimal(r.bfs?.search) },
    { heading: 'compile', cell: (r) => decimal(spinOf(r)?.compile) },
    { heading: 'whole', cell: (r) => decimal(spinOf(r)?.whole) },
  ]
}

const RATIOS: readonly Column<Row>[] = [
  MODEL,
  { heading: 'search/DFS', cell: (r) => decimal(by(r.one.search, r.dfs?.search)) },
  { heading: 'search/BFS', cell: (r) => decimal(by(r.one.search, r.bfs?.search)) },
  { heading: 'cpu/DFS', cell: (r) => decimal(by(r.one.cpu, r.dfs?.cpu)) },
  { heading: 'cpu/BFS', cell: (r) => decimal(by(r.one.cpu, r.bfs?.cpu)) },
  { heading: 'whole', cell: (r) => decimal(by(r.one.whole, spinOf(r)?.whole)) },
  { heading: 'speed-up', cell: (r) => decimal(by(r.one.search, r.several?.search)) },
  { heading: 'bytes', cell: (r) => decimal(r.one.bytesPerState) },
  { heading: "Spin's", cell: (r) => decimal(r.dfs?.bytesPerState) },
]

function rowOf({ subject, series }: Comparison): Row {
  const find = (wanted: (c: Contender) => boolean) => {
    const found = series.find((s) => wanted(s.contender))
    return found && mediansOf(found)
  }
  return {
    subject,
    one: find((c) => workersOf(c) === 1)!,
    several: find((c) => workersOf(c) > 1),
    dfs: find((c) => 'order' in c && c.order === 'DFS'),
    bfs: find((c) => 'order' in c && c.order === 'BFS'),
  }
}

function workersOf(contender: Contender): number {
  return 'workers' in contender ? contender.workers : 0
}

function by(a: number, b: number | undefined): number | undefined {
  return b === undefined ? undefined : a / b
}

/** From command to verdict, whichever order of Spin's is faster for the model. */
function spinOf({ dfs, bfs }: Row): Medians | undefined {
  return dfs === undefined || bfs === undefined || dfs.whole <= bfs.whole ? dfs : bfs
}
