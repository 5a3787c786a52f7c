import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { Directive } from '../directive.js'
import { fenced } from '../markdown.js'

/** `code FILE [REGION]`: a file of the repository, or what is between `// #region NAME` and `// #endregion` in it. */
const code: Directive = async ({ words }, { root }) => {
  const [file, region, ...rest] = words
  if (file === undefined || rest.length > 0) return E.left('"code" takes a file, and the name of a region in it')
  const text = await readFile(join(root, file), 'utf8').catch(() => null)
  if (text === null) return E.left(`there is no file ${file}`)
  const lines = region === undefined ? text.split('\n') : regionOf(text.split('\n'), region)
  if (lines === null) return E.left(`${file} has no region "${region}"`)
  const shown = lines.filter((line) => !/^\s*\/\/ #(end)?region\b/.test(line))
  return E.right(fenced(extname(file).slice(1), outdented(shown).join('\n').trim()))
}

export default code

function regionOf(lines: readonly string[], name: string): readonly string[] | null {
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`)
  const end = lines.findIndex((line, i) => i > start && line.trim() === '// #endregion')
  return start < 0 || end < 0 ? null : lines.slice(start + 1, end)
}

/** Without the blanks that all lines begin with. */
function outdented(lines: readonly string[]): string[] {
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)))
  return lines.map((line) => line.slice(indent))
}
