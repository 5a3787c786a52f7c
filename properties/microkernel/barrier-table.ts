import { readFileSync } from 'node:fs'

const MEMORY_MODELS = ['tso', 'pso', 'rc11'] as const
type MemoryModel = (typeof MEMORY_MODELS)[number]

/** `asked for`: the model has it, and nobody has found what goes wrong without it. */
export type Said = 'needed' | 'not needed' | 'asked for'

/** Which barriers a page of `docs/arguments` says this of, in the one table that has a column for each memory model. */
export function barriersInPage(page: string, memoryModel: MemoryModel, ...said: readonly Said[]): ReadonlySet<string> {
  const text = readFileSync(new URL(`../../docs/arguments/${page}.md`, import.meta.url), 'utf8')
  const [, table] = /^\| barrier \| tso \| pso \| rc11 \|\n\|[- |]+\|\n((?:\|.*\n)+)/m.exec(text)!
  const rows = table!.trimEnd().split('\n')
  const column = MEMORY_MODELS.indexOf(memoryModel) + 1
  const cells = rows.map((row) => row.slice(1, -1).split('|')).map((row) => row.map((cell) => cell.trim()))
  return new Set(cells.filter((row) => said.some((word) => word === row[column])).map(([barrier]) => barrier!))
}

/** The barriers among the precautions of a model. */
export function barriersOf({ precautions }: { readonly precautions: readonly string[] }): ReadonlySet<string> {
  return new Set(precautions.filter((name) => /^(order|have all see)/.test(name)))
}
