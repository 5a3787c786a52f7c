import { main } from '../../src/cli/main.js'
import type { Shipped } from '../../src/cli/shipped.js'

/** What came of a command. */
export interface Answer {
  /** The exit code. */
  readonly code: number
  readonly out: string
  readonly err: string
  readonly seconds: number
}

/** What directives know of the world: what commands of `shootdown` answer. */
export interface Results {
  /** Where relative paths begin. */
  readonly root: string
  readonly ask: (argv: readonly string[]) => Promise<Answer>
}

/** Answers by running commands in this process, 80 columns wide and without colours; the same command is run once. */
export function resultsOf(shipped: Shipped, root: string): Results {
  const known = new Map<string, Promise<Answer>>()
  return {
    root,
    ask: (argv) => {
      const key = JSON.stringify(argv)
      const answer = known.get(key) ?? run(argv, shipped, root)
      known.set(key, answer)
      return answer
    },
  }
}

/** The same results, and how many seconds those took that have been asked for. */
export function timed(results: Results): { readonly results: Results; readonly seconds: () => number } {
  let seconds = 0
  const ask: Results['ask'] = async (argv) => {
    const answer = await results.ask(argv)
    seconds += answer.seconds
    return answer
  }
  return { results: { ...results, ask }, seconds: () => seconds }
}

async function run(argv: readonly string[], shipped: Shipped, cwd: string): Promise<Answer> {
  const text = { out: '', err: '' }
  const output = (name: 'out' | 'err') => ({
    columns: 80,
    write: (t: string) => {
      text[name] += t
    },
  })
  const io = { stdout: output('out'), stderr: output('err'), env: {}, cwd, onInterrupt: () => () => {} }
  const started = performance.now()
  const code = await main(argv, shipped, io)
  return { code, ...text, seconds: (performance.now() - started) / 1000 }
}
