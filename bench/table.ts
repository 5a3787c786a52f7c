/** A column: its heading, and what it says of a row. The first column is set to the left, all others to the right. */
export interface Column<R> {
  readonly heading: string
  readonly cell: (row: R) => string
}

/** Lines of equal width, the heading first, with a rule beneath it. */
export function table<R>(columns: readonly Column<R>[], rows: readonly R[]): string {
  const cells = [columns.map((c) => c.heading), ...rows.map((row) => columns.map((c) => c.cell(row)))]
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i]!.length)))
  const lines = cells.map((line) =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
  )
  lines.splice(1, 0, '-'.repeat(lines[0]!.length))
  return `${lines.join('\n')}\n`
}

export function count(n: number): string {
  return n.toLocaleString('en-US')
}

/** Three digits or two places; a dash for what was not measured. */
export function decimal(n: number | undefined): string {
  if (n === undefined || !Number.isFinite(n)) return '-'
  return n >= 99.5 ? n.toFixed(0) : n >= 9.95 ? n.toFixed(1) : n.toFixed(2)
}
