/** What a verifier that Spin generated says at its end. */
export interface PanOutput {
  readonly stored: number
  readonly transitions: number
  /** How many errors were found, of which so many (0 or more) are states in which all stand still. */
  readonly errors: number
  readonly invalidEndStates: number
  readonly seconds: number
  /** A stored state: its vector as it was kept, and what goes with it. */
  readonly bytesPerState: number
}

/** Reads the output; null if the verifier did not get to its end, or did not see everything. */
export function parsePan(text: string): PanOutput | null {
  const number = (pattern: RegExp) => Number(pattern.exec(text)?.[1])
  const [, vector, overhead] = /state-vector as stored = (\d+) byte \+ (\d+) byte overhead/.exec(text) ?? []
  const output: PanOutput = {
    stored: number(/^\s*(\d+) states, stored/m),
    transitions: number(/^\s*(\d+) transitions/m),
    errors: number(/errors: (\d+)/),
    invalidEndStates: [...text.matchAll(/^pan:\d+: invalid end state/gm)].length,
    seconds: number(/elapsed time ([\d.]+(?:e[+-]?\d+)?) seconds/),
    // Left out for a search too small to be worth it.
    bytesPerState: vector === undefined ? 0 : Number(vector) + Number(overhead),
  }
  const cutShort = /Search not completed|search depth too small|out of memory/i.test(text)
  return cutShort || Object.values(output).some(Number.isNaN) ? null : output
}
