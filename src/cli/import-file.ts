import { createRequire, register } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { HookData } from './typescript-hooks.js'

let registered = false

/** Imports a user's module, TypeScript or JavaScript, in which `shootdown` is this very package. */
export async function importFile(path: string): Promise<{ readonly [name: string]: unknown }> {
  if (!registered) registerHooks()
  registered = true
  return import(pathToFileURL(path).href)
}

function registerHooks(): void {
  // From its sources (`tsx bin/shootdown.ts`) the toolkit is TypeScript itself.
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
  const data: HookData = {
    index: new URL(`../index${extension}`, import.meta.url).href,
    esbuild: pathToFileURL(esbuildPath()).href,
    leaveAlone: extension === '.ts' ? new URL('../../', import.meta.url).href : null,
  }
  register(`./typescript-hooks${extension}`, import.meta.url, { data })
  // So that a failing step is named by its line in the user's file.
  process.setSourceMapsEnabled(true)
}

/** The esbuild that comes with tsx, wherever the package manager has put it. */
function esbuildPath(): string {
  const here = createRequire(import.meta.url)
  return createRequire(here.resolve('tsx/package.json')).resolve('esbuild')
}
