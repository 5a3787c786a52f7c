/** The words of a command line as a shell reads them: blanks separate, quotes and a backslash keep together. */
export function wordsOf(line: string): string[] | null {
  const words: string[] = []
  let word: string | null = null
  const pieces = /\s+|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)/gy
  let at = 0
  for (const { 0: piece, 1: single, 2: double, 3: escaped, 4: plain } of line.matchAll(pieces)) {
    at += piece.length
    if (/^\s+$/.test(piece)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + (single ?? double?.replace(/\\(.)/g, '$1') ?? escaped ?? plain)
  }
  // A quote that is never closed.
  if (at < line.length) return null
  return word === null ? words : [...words, word]
}
