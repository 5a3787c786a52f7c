import type * as E from 'fp-ts/lib/Either.js'
import type { Verdict } from '../search/check.js'
import type { Loaded } from './catalogue.js'
import type { CliError } from './errors.js'
import type { Io } from './io.js'
import type { Shipped } from './shipped.js'

/** What every command is given. */
export interface Context extends Shipped {
  readonly io: Io
  /** Aborted by Ctrl-C from when it is first asked for; before that, the process ends. */
  readonly signal: AbortSignal
  /** The models that the command line names, as far as they could be loaded: their parameters become flags. */
  readonly named: readonly Loaded[]
  /** How the command ended: with an exit code, or an error that `main` describes. */
  readonly finish: (outcome: E.Either<CliError, ExitCode>) => void
}

/** 0 everything as expected, 1 a violation, 2 an error in use, model or toolkit, 3 inconclusive. */
export type ExitCode = 0 | 1 | 2 | 3

export function exitCodeFor(verdict: Verdict): ExitCode {
  return verdict === 'holds' ? 0 : verdict === 'violated' ? 1 : 3
}
