import { readdirSync, readFileSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { nearest } from '../../src/cli/suggest.js'
import { type Block, isBlock, parsePage, printPage } from './page.js'

/** The pages that are filled, as paths below the root: README.md and every Markdown page in docs/. */
export function pagesIn(root: string): string[] {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  const pages = docs.filter((name) => name.endsWith('.md')).map((name) => join('docs', name))
  return ['README.md', ...pages.sort()]
}

/** The pages that are asked for, by path or by name: `searching`, `docs/searching.md`. None asked for are all. */
export function pagesCalled(asked: readonly string[], root: string, cwd: string): E.Either<string, string[]> {
  const known = pagesIn(root)
  if (asked.length === 0) return E.right(known)
  const found: string[] = []
  for (const name of asked) {
    const path = relative(root, resolve(cwd, name))
    const exact = [path, `${path}.md`].find((page) => known.includes(page))
    const pages = exact === undefined ? known.filter((page) => isCalled(name, page)) : [exact]
    if (pages.length === 0) return E.left(unknownPage(name, known))
    if (pages.length > 1) return E.left(`"${name}" may be ${pages.join(' or ')}`)
    found.push(pages[0]!)
  }
  return E.right([...new Set(found)])
}

function isCalled(name: string, page: string): boolean {
  return page === name || basename(page) === name || basename(page, '.md') === name
}

function unknownPage(name: string, known: readonly string[]): string {
  const near = nearest(name, [...known, ...known.map((page) => basename(page, '.md'))])
  return `there is no page "${name}"${near === null ? '' : ` (did you mean "${near}"?)`}`
}

/** The blocks of a page, or one sentence with the place of what is wrong. */
export function blocksOf(page: string, root: string): E.Either<string, readonly Block[]> {
  const parts = parsePage(readFileSync(join(root, page), 'utf8'))
  if (E.isLeft(parts)) return E.left(`${page}:${parts.left.line}: ${parts.left.message}`)
  return E.right(parts.right.filter(isBlock))
}

/**
 * Puts a block in the place of the one that it was made of. The page is read again for it, since somebody may have
 * written on in the meantime; false if the block has gone from it.
 */
export async function store(page: string, root: string, before: Block, after: Block): Promise<boolean> {
  const path = join(root, page)
  const parts = parsePage(readFileSync(path, 'utf8'))
  if (E.isLeft(parts)) return false
  const same = parts.right.findIndex((p) => isBlock(p) && p.directive === before.directive && p.body === before.body)
  if (same < 0) return false
  await writeWhole(path, printPage(parts.right.with(same, after)))
  return true
}

/** A reader finds the old page or the new one, and never half of it. */
async function writeWhole(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`
  try {
    await writeFile(beside, text)
    await rename(beside, path)
  } finally {
    await rm(beside, { force: true })
  }
}
