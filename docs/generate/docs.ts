import { parseArgs } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import { plural } from '../../src/report/text.js'
import { quickOf, renewed } from './fill.js'
import type { Block } from './page.js'
import { blocksOf, pagesCalled, store } from './pages.js'
import type { Results } from './results.js'

export const USAGE = `npm run docs -- [pages] [--check] [--quick]

Fills the generated blocks of README.md and of the pages in docs/ from results.

  --check   writes nothing, and fails for blocks that say something else than
            what comes out now; times, rates and memory may differ
  --quick   only blocks that took less than two seconds when they were filled
`

/** Where the words of a run go. */
export interface Say {
  readonly out: (text: string) => void
  readonly error: (text: string) => void
}

interface Page {
  readonly page: string
  readonly blocks: readonly Block[]
}

interface Options {
  readonly check: boolean
  readonly quick: boolean
}

/** What has been done, in blocks. */
interface Tally {
  same: number
  changed: number
  skipped: number
  wrong: number
}

/** `npm run docs`: 0 if every block is up to date now, 1 if `--check` found one that is not, 2 if a page or an option is wrong. */
export async function docs(
  argv: readonly string[],
  { results, cwd, say }: { readonly results: Results; readonly cwd: string; readonly say: Say },
): Promise<number> {
  const given = optionsIn(argv)
  if (E.isLeft(given)) return fail(say, `${given.left}\n\n${USAGE}`)
  const { names, help, ...options } = given.right
  if (help) return told(say, USAGE)
  const pages = pagesFor(names, results.root, cwd)
  if (E.isLeft(pages)) return fail(say, pages.left)
  const quick = quickOf(pages.right.flatMap((p) => p.blocks))
  const tally: Tally = { same: 0, changed: 0, skipped: 0, wrong: 0 }
  for (const { page, blocks } of pages.right)
    for (const block of blocks) {
      const isSkipped = options.quick && !quick.has(block) && block.seconds !== null
      if (isSkipped) tally.skipped++
      else await one(page, block, options, results, say, tally)
    }
  say.out(`${summary(tally, options)}\n`)
  return tally.wrong > 0 ? 2 : options.check && tally.changed > 0 ? 1 : 0
}

/** Checks or fills one block. */
async function one(page: string, block: Block, options: Options, results: Results, say: Say, tally: Tally) {
  const place = `${page}:${block.line}: ${block.directive}`
  if (options.check && block.seconds === null) {
    tally.changed++
    say.error(`${place}\n  has never been filled; \`npm run docs -- ${page}\` does it\n`)
    return
  }
  const outcome = await renewed(block, results)
  if (outcome.tag === 'wrong') {
    tally.wrong++
    say.error(`${place}\n  ${outcome.message}\n`)
  } else if (outcome.tag === 'up to date') tally.same++
  else {
    tally.changed++
    if (options.check) say.error(`${place}\n${outcome.difference.map((line) => `  ${line}\n`).join('')}`)
    else if (await store(page, results.root, block, outcome.block)) say.out(`${place} (${outcome.block.seconds} s)\n`)
    else say.error(`${place}\n  is no longer there; somebody has changed the page since\n`)
  }
}

function optionsIn(argv: readonly string[]): E.Either<string, Options & { names: string[]; help: boolean }> {
  const flag = { type: 'boolean', default: false } as const
  return E.tryCatch(
    () => {
      const { values, positionals } = parseArgs({
        args: [...argv],
        options: { check: flag, quick: flag, help: flag },
        allowPositionals: true,
      })
      return { ...values, names: positionals }
    },
    (thrown) => (thrown as Error).message.split('. ')[0]!,
  )
}

function pagesFor(names: readonly string[], root: string, cwd: string): E.Either<string, readonly Page[]> {
  const called = pagesCalled(names, root, cwd)
  if (E.isLeft(called)) return called
  const pages: Page[] = []
  for (const page of called.right) {
    const blocks = blocksOf(page, root)
    if (E.isLeft(blocks)) return blocks
    pages.push({ page, blocks: blocks.right })
  }
  return E.right(pages)
}

function summary({ same, changed, skipped, wrong }: Tally, { check }: Options): string {
  return [
    `${plural(same, 'block')} up to date`,
    ...(changed === 0 ? [] : [`${changed} ${check ? 'not' : 'filled'}`]),
    ...(wrong === 0 ? [] : [`${wrong} wrong`]),
    ...(skipped === 0 ? [] : [`${skipped} slow ones left alone`]),
  ].join(', ')
}

function told(say: Say, text: string): number {
  say.out(text)
  return 0
}

function fail(say: Say, message: string): number {
  say.error(`docs: ${message}\n`)
  return 2
}
