/** What may differ from one run to the next although the result is the same: times, rates and memory. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\bunder 0\.01 s\b|\b\d+ min \d+ s\b|\b\d+(?:\.\d+)? (?:ms|s|seconds?|minutes?)\b/g, '(time)'],
  [/("(?:seconds|bytesPerState)": )\d+(?:\.\d+)?/g, '$1(varies)'],
  [/\b\d[\d,.]*(?: \w+)? (?:a|per) second\b/g, '(rate)'],
  [/\b\d[\d,.]* (?:bytes|kB|MB|GB)\b/g, '(memory)'],
]

/** The lines of a text without what varies and without the white space that makes room for it. */
function lasting(text: string): string[] {
  const words = (line: string) => VARYING.reduce((t, [what, blank]) => t.replace(what, blank), line)
  return text.split('\n').map((line) => words(line.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim()))
}

/** Whether two texts say the same but for what varies. A time may be broken across lines, and lines may be broken elsewhere. */
export function sayTheSame(one: string, other: string): boolean {
  const whole = (text: string) => lasting(text.replace(/\s+/g, ' ')).join('')
  return whole(one) === whole(other)
}

/** How many lines of a difference are told. */
const TOLD = 6

/** Where two texts differ that do not say the same: what was recorded, and what comes out now. */
export function differenceOf(recorded: string, now: string): string[] {
  const [before, after] = [lasting(recorded), lasting(now)]
  const start = commonStart(before, after)
  const end = commonStart(before.slice(start).reverse(), after.slice(start).reverse())
  const lines = (sign: string, all: readonly string[]) => {
    const told = all.slice(start, all.length - end).map((line) => `${sign} ${line}`)
    return told.length <= TOLD ? told : [...told.slice(0, TOLD), `${sign} … ${told.length - TOLD} more lines`]
  }
  return [...lines('-', before), ...lines('+', after)]
}

function commonStart(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((line, i) => line !== other[i])
  return at < 0 ? one.length : at
}
