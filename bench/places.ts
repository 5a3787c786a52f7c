import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/** The command line that was built together with this file. */
export const commandLine = join(here, '..', 'bin', 'shootdown.js')

/** The Promela texts: they are not built, so they lie in the package's own `bench`, wherever this was built to. */
export const promela = join(packageRoot(here), 'bench', 'promela')

function packageRoot(from: string): string {
  if (existsSync(join(from, 'package.json')) || from === dirname(from)) return from
  return packageRoot(dirname(from))
}
