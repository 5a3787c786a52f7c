import * as E from 'fp-ts/lib/Either.js'
import type { Investigation } from '../search/question.js'
import { UsageFailure } from '../system/errors.js'
import type { Context } from './context.js'
import type { CliError } from './errors.js'
import { search } from './search.js'

/**
 * Makes the checks that an investigation asks for, showing how each gets on. Null if it is interrupted and
 * does not end by itself.
 */
export async function investigate<R>(
  investigation: Investigation<R>,
  context: Context,
): Promise<E.Either<CliError, R | null>> {
  try {
    let next = investigation.next()
    while (!next.done) {
      const result = await search(next.value.model, next.value.options, context)
      next = investigation.next(result)
      if (context.signal.aborted && !next.done) return E.right(null)
    }
    return E.right(next.value)
  } catch (thrown) {
    if (thrown instanceof UsageFailure) return E.left({ tag: 'usage', error: thrown.error })
    throw thrown
  }
}
