import { match } from 'ts-pattern'

/** How a caller can be wrong about a system; rendered at the edge by `describeUsage`. */
export type UsageError =
  | {
      readonly tag: 'unknown parameter'
      readonly system: string
      readonly name: string
      readonly known: readonly string[]
    }
  | {
      readonly tag: 'bad parameter'
      readonly system: string
      readonly name: string
      readonly value: unknown
      readonly expected: string
    }
  | {
      readonly tag: 'unknown precaution'
      readonly system: string
      readonly name: string
      readonly known: readonly string[]
    }
  | { readonly tag: 'ill-formed model'; readonly system: string; readonly problem: string }

/** One clear sentence: what is wrong, where, and what would be right. */
export function describeUsage(error: UsageError): string {
  return match(error)
    .with({ tag: 'unknown parameter' }, (e) => `${e.system} has no parameter "${e.name}"; ${listed('it has', e.known)}`)
    .with(
      { tag: 'bad parameter' },
      (e) => `${e.system}: parameter ${e.name} cannot be ${JSON.stringify(e.value)}; it is ${e.expected}`,
    )
    .with(
      { tag: 'unknown precaution' },
      (e) => `${e.system} has no precaution "${e.name}"; ${listed('it has', e.known)}`,
    )
    .with({ tag: 'ill-formed model' }, (e) => `${e.system} is not a well-formed model: ${e.problem}`)
    .exhaustive()
}

function listed(verb: string, names: readonly string[]): string {
  return names.length === 0 ? `${verb} none` : `${verb} ${names.map((n) => `"${n}"`).join(', ')}`
}

/** A usage error thrown where there is no better way out: from the functions that build models. */
export class UsageFailure extends Error {
  override readonly name = 'UsageFailure'
  constructor(readonly error: UsageError) {
    super(describeUsage(error))
  }
}
