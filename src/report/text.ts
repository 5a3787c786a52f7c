/** Small pieces of text for people. */

/** Breaks text at spaces so that no line is wider than `width`; lines after the first begin with `hanging` spaces. */
export function wrap(text: string, width: number, hanging = 0): string[] {
  return lined(
    text.split(' ').flatMap((w) => pieces(w, width - hanging)),
    width,
    hanging,
  )
}

/** The same where a word that is wider than a line, as a path, is there to be copied: it is never cut. */
export function wrapWhole(text: string, width: number, hanging = 0): string[] {
  return lined(text.split(' '), width, hanging)
}

function lined(words: readonly string[], width: number, hanging: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    if (line === '' || line.length + 1 + word.length <= width) line = line === '' ? word : `${line} ${word}`
    else {
      if (line.trim() !== '') lines.push(line.trimEnd())
      line = ' '.repeat(hanging) + word
    }
  }
  return [...lines, line]
}

/** A word that is wider than a line is cut. */
function pieces(word: string, width: number): string[] {
  if (word.length <= width) return [word]
  return Array.from({ length: Math.ceil(word.length / width) }, (_, i) => word.slice(i * width, (i + 1) * width))
}

/** The paragraph indented by `indent` spaces, `columns` wide in all. */
export function paragraph(text: string, columns: number, indent = 0): string[] {
  return wrap(text, columns - indent).map((line) => ' '.repeat(indent) + line)
}

/** `1,234,567`. */
export function count(n: number): string {
  return Math.round(n).toLocaleString('en-US')
}

/** `1 state`, `2 states`. */
export function plural(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? '' : 's'}`
}

/** `0.02 s`, `12 s`, `3 min 20 s`. Its spaces do not break. */
export function duration(seconds: number): string {
  if (seconds < 0.01) return 'under\u00a00.01\u00a0s'
  if (seconds < 10) return `${seconds.toFixed(seconds < 1 ? 2 : 1)}\u00a0s`
  if (seconds < 100) return `${Math.round(seconds)}\u00a0s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}\u00a0min\u00a0${whole % 60}\u00a0s`
}

/** `640 bytes`, `1.5 MB`. */
export function bytes(n: number): string {
  const power = Math.min(3, Math.floor(Math.log(Math.max(1, n)) / Math.log(1024)))
  if (power === 0) return `${Math.round(n)} bytes`
  const value = n / 1024 ** power
  return `${value.toFixed(value < 10 ? 1 : 0)} ${['', 'kB', 'MB', 'GB'][power]}`
}

/** `a, b and c`. */
export function listing(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

export function quoted(name: string): string {
  return `"${name}"`
}

/** A probability in words: `below 1 in 10^12`, and where it is none that one may forget, `about 63 %`. */
export function chance(p: number): string {
  if (p <= 0) return 'none'
  if (p > 0.1) return p > 0.995 ? 'nearly certain' : `about ${Math.round(100 * p)}\u00a0%`
  return `below 1 in 10^${Math.floor(-Math.log10(p))}`
}

/** What parameters are set to: `rounds 2`; after a name of several words, a colon. */
export function settings(parameters: { readonly [name: string]: unknown }): string[] {
  return Object.entries(parameters).map(([name, value]) => `${name}${name.includes(' ') ? ':' : ''} ${String(value)}`)
}
