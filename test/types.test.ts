import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What the compiler says of each line, by line number. */
async function messages(): Promise<Map<number, string>> {
  const tsc = at('../node_modules/typescript/bin/tsc')
  const run = promisify(execFile)(process.execPath, [tsc, '-p', at('types/tsconfig.json'), '--pretty', 'false'])
  const { stdout } = await run.then(
    () => ({ stdout: '' }),
    (failed) => failed as { stdout: string },
  )
  const found = new Map<number, string>()
  let line = 0
  for (const text of stdout.split('\n')) {
    const start = text.match(/wrong\.ts\((\d+),/)
    if (start) line = Number(start[1])
    found.set(line, `${found.get(line) ?? ''}${text}\n`)
  }
  return found
}

it('mistakes in a model do not compile, with a message that says what is wrong', async () => {
  const lines = (await readFile(at('types/wrong.ts'), 'utf8')).split('\n')
  const expected = lines.flatMap((text, i) => {
    const wanted = text.match(/^\s*\/\/\s*\^ (.*)$/)
    return wanted ? [{ line: i, wanted: wanted[1]! }] : []
  })
  expect(expected.length).toBeGreaterThan(12)
  const found = await messages()
  for (const { line, wanted } of expected) {
    expect(found.get(line), `line ${line}: ${lines[line - 1]}`).toBeDefined()
    expect(found.get(line)!.replaceAll(`"' has`, `"' has`), `line ${line}`).toContain(wanted)
  }
  // And nothing else is wrong: a mistake that breaks the rest of the model would hide what the others say.
  const lineNumbers = [...found.keys()].filter((l) => l > 0)
  expect(lineNumbers.sort((a, b) => a - b)).toEqual(expected.map((e) => e.line))
})
