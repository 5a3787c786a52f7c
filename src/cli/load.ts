import { existsSync, statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { isSystem } from '../model/system.js'
import { describeFault, faultOf } from '../schema/failure.js'
import type { AnySystem, Loaded } from './catalogue.js'
import type { CliError } from './errors.js'

/** Loads what was asked for: names of the catalogue and files. Asked for nothing, it is the whole catalogue. */
export async function loadModels(
  asked: readonly string[],
  catalogue: readonly AnySystem[],
  cwd: string,
): Promise<E.Either<CliError, readonly Loaded[]>> {
  if (asked.length === 0) return E.right(catalogue.map((system) => ({ system, asked: system.system.name })))
  const loaded: Loaded[] = []
  for (const one of asked) {
    const found = await loadModel(one, catalogue, cwd)
    if (E.isLeft(found)) return found
    loaded.push(...found.right)
  }
  return E.right(loaded)
}

/** One name of the catalogue, or the systems that a file exports. */
export async function loadModel(
  asked: string,
  catalogue: readonly AnySystem[],
  cwd: string,
): Promise<E.Either<CliError, readonly Loaded[]>> {
  const system = catalogue.find((s) => s.system.name === asked)
  if (system !== undefined) return E.right([{ system, asked }])
  if (isPath(asked)) {
    const loaded = await loadFile(asked, cwd, SYSTEMS)
    return E.isLeft(loaded) ? loaded : E.right(loaded.right.map(({ one, asked }) => ({ system: one, asked })))
  }
  return E.left({ tag: 'unknown model', name: asked, known: catalogue.map((s) => s.system.name) })
}

/** Whether a word names a file rather than a model of the catalogue. */
export function isPath(asked: string): boolean {
  return /[/\\]/.test(asked) || /\.([mc]?[jt]sx?|json)(#.*)?$/.test(asked)
}

/** What is wanted of a file. */
interface Wanted<T> {
  readonly noun: 'system' | 'theory'
  readonly is: (value: unknown) => value is T
  readonly nameOf: (one: T) => string
}

const SYSTEMS: Wanted<AnySystem> = { noun: 'system', is: isSystem, nameOf: ({ system }) => system.name }

const NO_MODULE = 'it is not a module in TypeScript or JavaScript'

/** What a file exports of the kind that is wanted, and how to ask for it again. */
export async function loadFile<T>(
  asked: string,
  cwd: string,
  kind: Wanted<T>,
): Promise<E.Either<CliError, readonly { readonly one: T; readonly asked: string }[]>> {
  const [file, wanted] = splitAt(asked)
  const path = resolve(cwd, file)
  if (!existsSync(path)) return E.left({ tag: 'no such file', file })
  if (!statSync(path).isFile()) return E.left({ tag: 'file does not load', file, message: 'it is not a file' })
  if (extname(path) === '.json')
    return E.left({
      tag: 'file does not load',
      file,
      message: `${NO_MODULE}; \`shootdown replay\` takes recorded runs`,
    })
  const module = await importing(file, path)
  if (E.isLeft(module)) return module
  const { noun, nameOf } = kind
  const found = exportedBy(module.right, kind)
  if (found.length === 0) return E.left({ tag: 'nothing in file', noun, file, exports: Object.keys(module.right) })
  if (wanted === null)
    return E.right(found.map(([name, one]) => ({ one, asked: found.length === 1 ? file : `${file}#${name}` })))
  const one = found.find(([name]) => name === wanted) ?? found.find(([, o]) => nameOf(o) === wanted)
  if (one === undefined)
    return E.left({ tag: 'no such export', noun, file, name: wanted, known: found.map(([name]) => name) })
  return E.right([{ one: one[1], asked }])
}

/** `./lock.ts#ticketLock` is the system ticketLock of ./lock.ts. */
function splitAt(asked: string): readonly [string, string | null] {
  const at = asked.lastIndexOf('#')
  return at < 0 ? [asked, null] : [asked.slice(0, at), asked.slice(at + 1)]
}

async function importing(
  file: string,
  path: string,
): Promise<E.Either<CliError, { readonly [name: string]: unknown }>> {
  try {
    const { importFile } = await import('./import-file.js')
    return E.right(await importFile(path))
  } catch (thrown) {
    return E.left({ tag: 'file does not load', file, message: loadFailure(thrown) })
  }
}

/** What is wanted among the exports, each once, by the name of its export. */
function exportedBy<T>(module: { readonly [name: string]: unknown }, { is, nameOf }: Wanted<T>): [string, T][] {
  const found = new Map<T, string>()
  for (const [name, value] of Object.entries(module))
    for (const one of Array.isArray(value) ? value : [value])
      if (is(one) && (!found.has(one) || found.get(one) === 'default'))
        found.set(one, Array.isArray(value) ? nameOf(one) : name)
  return [...found].map(([one, name]) => [name, one])
}

/** Why a module did not load, in one sentence; a translator's report has its place in the file in its second line. */
function loadFailure(thrown: unknown): string {
  const lines = String((thrown as Error)?.message ?? thrown).split('\n')
  if (/^Transform failed/.test(lines[0]!) && lines[1] !== undefined)
    return lines[1].replace(/^.*[/\\](?=[^/\\]*:\d+:\d+)/, '').replace(': ERROR:', ':')
  if (thrown instanceof SyntaxError) {
    const place = /([^/\\\n]+:\d+)\n/.exec(thrown.stack ?? '')?.[1]
    return `${place === undefined ? '' : `${place}: `}${lines[0]}`
  }
  const code = (thrown as NodeJS.ErrnoException)?.code
  if (code === 'ERR_MODULE_NOT_FOUND') return lines[0]!.replace(/^C/, 'c')
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION') return NO_MODULE
  return describeFault(faultOf(thrown)).split('\n')[0]!
}
