/** Pieces of Markdown. */

/** A table; numbers are to be aligned to the right. */
export function table(
  columns: readonly { readonly title: string; readonly right?: boolean }[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(columns.map((c) => c.title)),
    line(columns.map((c) => (c.right === true ? '---:' : '---'))),
    ...rows.map(line),
  ].join('\n')
}

/** Text that stands for itself, in a paragraph or a cell. */
export function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, (c) => `\\${c}`).replaceAll('\u00a0', ' ')
}

/** A piece of code in a paragraph or a cell. */
export function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``
}

/** Code as a block of its own; its fence is longer than any in it. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map((f) => f.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}
