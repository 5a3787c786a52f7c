import { readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { Directive } from '../directive.js'
import { pagesIn } from '../pages.js'

/** `pages`: a list of the pages in docs/ by their titles, those of a folder under its name; for docs/README.md. */
const pages: Directive = async ({ words }, { root }) => {
  if (words.length > 0) return E.left('"pages" takes no words')
  const all = pagesIn(root)
    .filter((page) => page.startsWith('docs') && basename(page) !== 'README.md')
    .map((page) => relative('docs', page))
  const folders = [...new Set(all.map(dirname))].sort()
  return E.right(folders.flatMap((folder) => listOf(folder, all, root)).join('\n'))
}

export default pages

function listOf(folder: string, all: readonly string[], root: string): string[] {
  const indent = folder === '.' ? '' : '  '
  const items = all
    .filter((page) => dirname(page) === folder)
    .map((page) => `${indent}- [${titleOf(join(root, 'docs', page))}](${page})`)
  return folder === '.' ? items : [`- ${folder}`, ...items]
}

function titleOf(path: string): string {
  return /^# (.*)$/m.exec(readFileSync(path, 'utf8'))?.[1] ?? basename(path)
}
