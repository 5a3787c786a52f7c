import * as E from 'fp-ts/lib/Either.js'
import { minimalJson, minimalText } from '../report/minimal.js'
import type { CheckOptions } from '../search/check.js'
import { MOST_PRECAUTIONS, type SufficientResult, searchingSufficient } from '../search/sufficient.js'
import { complainOfRest } from './complain.js'
import type { Configured } from './configure.js'
import type { Context, ExitCode } from './context.js'
import type { CliError } from './errors.js'
import { investigate } from './investigate.js'
import type { Sink } from './output.js'
import { writeDocument } from './write-document.js'

/**
 * `precautions --minimal`: which of a model's precautions suffice, and none of which can be spared. 1 if not even all of
 * them do, 3 if a bound left something open.
 */
export async function minimal(
  models: readonly Configured[],
  options: CheckOptions & { readonly exhaustive: boolean },
  sinks: readonly Sink[],
  context: Context,
): Promise<E.Either<CliError, ExitCode>> {
  const results: SufficientResult[] = []
  for (const { model } of models) {
    if (model.precautions.length > MOST_PRECAUTIONS) {
      const message = `${model.name} has more than ${MOST_PRECAUTIONS} precautions: too many for their sets to be looked through`
      return E.left({ tag: 'nothing to do', message })
    }
    const result = await investigate(searchingSufficient(model, options), context)
    if (E.isLeft(result)) return result
    if (result.right === null) break
    results.push(result.right)
  }
  const left = models.length - results.length
  complainOfRest(context.io, results.length, models.length, 'not decided')
  const written = await writeDocument(
    sinks,
    { json: () => minimalJson(results), text: (look) => results.map((r) => minimalText(r, look)).join('') },
    context.io,
  )
  if (E.isLeft(written)) return written
  if (results.some((r) => r.minimal.length === 0 && r.open.length === 0)) return E.right(1)
  const open = left > 0 || results.some((r) => r.open.length > 0 || r.contested.includes(true))
  return E.right(open ? 3 : 0)
}
