import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
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
  if (isPath(asked)) return loadFile(asked, cwd)
  return E.left({ tag: 'unknown model', name: asked, known: catalogue.map((s) => s.system.name) })
}

/** Whether a word names a file rather than a model of the catalogue. */
export function isPath(asked: string): boolean {
  return /[/\\]/.test(asked) || /\.[mc]?[jt]sx?(#.*)?$/.test(asked)
}

async function loadFile(asked: string, cwd: string): Promise<E.Either<CliError, readonly Loaded[]>> {
  const [file, wanted] = splitAt(asked)
  const path = resolve(cwd, file)
  if (!existsSync(path)) return E.left({ tag: 'no such file', file })
  if (!statSync(path).isFile()) return E.left({ tag: 'file does not load', file, message: 'it is not a file' })
  const module = await importing(file, path)
  if (E.isLeft(module)) return module
  const systems = systemsIn(module.right)
  if (systems.length === 0) return E.left({ tag: 'no system in file', file, exports: Object.keys(module.right) })
  if (wanted === null)
    return E.right(
      systems.map(([name, system]) => ({ system, asked: systems.length === 1 ? file : `${file}#${name}` })),
    )
  const system = systems.find(([name]) => name === wanted) ?? systems.find(([, s]) => s.system.name === wanted)
  if (system === undefined)
    return E.left({ tag: 'no such export', file, name: wanted, known: systems.map(([name]) => name) })
  return E.right([{ system: system[1], asked }])
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

/** The systems among the exports, each once, by the name of its export. */
function systemsIn(module: { readonly [name: string]: unknown }): [string, AnySystem][] {
  const found = new Map<AnySystem, string>()
  for (const [name, value] of Object.entries(module))
    for (const one of Array.isArray(value) ? value : [value])
      if (isSystem(one) && (!found.has(one) || found.get(one) === 'default'))
        found.set(one, Array.isArray(value) ? one.system.name : name)
  return [...found].map(([system, name]) => [name, system])
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
  if ((thrown as NodeJS.ErrnoException)?.code === 'ERR_MODULE_NOT_FOUND') return lines[0]!.replace(/^C/, 'c')
  return describeFault(faultOf(thrown)).split('\n')[0]!
}
