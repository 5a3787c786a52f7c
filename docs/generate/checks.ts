import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { answerTo } from './directive.js'
import type { Results } from './results.js'

/** As much of `--reporter json` as directives tell of. */
const literal = t.union([t.number, t.string, t.boolean])

const property = t.type({
  name: t.string,
  kind: t.string,
  verdict: t.string,
  steps: t.union([t.number, t.null]),
  loop: t.union([
    t.null,
    t.type({ to: t.number, stutters: t.boolean, of: t.union([t.string, t.null]), since: t.number }),
  ]),
})

const check = t.type({
  model: t.string,
  parameters: t.record(t.string, literal),
  without: t.array(t.string),
  verdict: t.union([t.literal('holds'), t.literal('violated'), t.literal('inconclusive')]),
  seconds: t.number,
  states: t.type({ generated: t.number, distinct: t.number, depth: t.number }),
  properties: t.array(property),
  ledger: t.type({ limit: t.union([t.null, t.UnknownRecord]), abandoned: t.union([t.null, t.UnknownRecord]) }),
})

const precaution = t.type({
  model: t.string,
  precaution: t.string,
  verdict: t.string,
  vacuous: t.boolean,
  property: t.union([t.string, t.null]),
})

const document = t.intersection([t.type({ checks: t.array(check) }), t.partial({ precautions: t.array(precaution) })])

export type CheckAnswer = t.TypeOf<typeof check>
export type PropertyAnswer = t.TypeOf<typeof property>
export type PrecautionAnswer = t.TypeOf<typeof precaution>

const listing = t.type({ models: t.array(t.type({ name: t.string })) })

/** The checks that a command makes, from its JSON. */
export function checksOf(
  argv: readonly string[],
  results: Results,
): Promise<E.Either<string, t.TypeOf<typeof document>>> {
  return decoded(argv, document, results)
}

/** The names of all models of the catalogue. */
export async function modelsOf(results: Results): Promise<E.Either<string, string[]>> {
  return pipe(
    await decoded(['list'], listing, results),
    E.map(({ models }) => models.map(({ name }) => name)),
  )
}

async function decoded<A>(
  argv: readonly string[],
  shape: t.Decoder<unknown, A>,
  results: Results,
): Promise<E.Either<string, A>> {
  return pipe(
    await answerTo([...argv, '--reporter', 'json'], results),
    E.chain(({ out }) =>
      E.tryCatch(
        (): unknown => JSON.parse(out),
        () => 'it answers with no JSON',
      ),
    ),
    E.chainW((json) =>
      pipe(
        shape.decode(json),
        E.mapLeft(() => 'it answers with JSON of another shape'),
      ),
    ),
  )
}
