import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { InitializeHook, LoadHook, ResolveHook } from 'node:module'
import { fileURLToPath } from 'node:url'

/**
 * Module hooks, run by Node in a thread of their own, by which a user's model file is loaded. The file needs nothing around
 * it: no package, no tsconfig, no node_modules. TypeScript is translated one file at a time and always as an ES module,
 * and `shootdown` is the package that runs.
 */
export interface HookData {
  /** The URL of this package's own index. */
  readonly index: string
  /** The URL of esbuild. */
  readonly esbuild: string
  /** Modules below this URL are left alone: whoever started the toolkit from its sources translates them already. */
  readonly leaveAlone: string | null
}

let data: HookData

export const initialize: InitializeHook<HookData> = (given) => {
  data = given
}

export const resolve: ResolveHook = (specifier, context, next) => {
  if (specifier === 'shootdown') return next(data.index, context)
  if (specifier.startsWith('shootdown/')) return next(specifier, { ...context, parentURL: data.index })
  const url = typeScriptFor(specifier, context.parentURL)
  return url === null ? next(specifier, context) : { url, format: 'module', shortCircuit: true }
}

export const load: LoadHook = async (url, context, next) => {
  if (!isOurs(url)) return next(url, context)
  const sourcefile = fileURLToPath(url)
  const { transform } = (await import(data.esbuild)) as Esbuild
  const { code } = await transform(await readFile(sourcefile, 'utf8'), {
    loader: url.endsWith('x') ? 'tsx' : 'ts',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    sourcefile,
  })
  return { format: 'module', source: code, shortCircuit: true }
}

interface Esbuild {
  transform(source: string, options: { readonly [name: string]: string }): Promise<{ readonly code: string }>
}

/** The TypeScript file that a specifier means: as it stands, for the `.js` that it would be compiled to, or without an ending. */
function typeScriptFor(specifier: string, parent: string | undefined): string | null {
  if (!/^(\.\.?\/|\/|file:)/.test(specifier)) return null
  const { href } = new URL(specifier, parent)
  if (/\.[mc]?tsx?$/.test(href)) return isOurs(href) ? href : null
  if (!href.startsWith('file:') || existsSync(fileURLToPath(href))) return null
  const candidates = [
    href.replace(/\.(m?)js$/, '.$1ts'),
    href.replace(/\.js$/, '.tsx'),
    `${href}.ts`,
    `${href}/index.ts`,
  ]
  return candidates.find((c) => isOurs(c) && existsSync(fileURLToPath(c))) ?? null
}

function isOurs(url: string): boolean {
  if (!/^file:.*\.m?tsx?$/.test(url) || url.includes('/node_modules/')) return false
  return data.leaveAlone === null || !url.startsWith(data.leaveAlone)
}
