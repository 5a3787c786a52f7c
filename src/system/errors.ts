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
  | {
      readonly tag: 'unknown bookkeeping'
      readonly system: string
      readonly component: string
      readonly name: string
      readonly known: readonly string[]
    }
  | { readonly tag: 'ill-formed model'; readonly system: string; readonly problem: string }
  | {
      readonly tag: 'reduction refused'
      readonly system: string
      readonly reduction: string
      readonly reason: string
    }
  | { readonly tag: 'search refused'; readonly system: string; readonly reason: string }
  | {
      readonly tag: 'no such invariant'
      readonly system: string
      readonly name: string
      readonly known: readonly string[]
    }
  | {
      readonly tag: 'observer refused'
      readonly system: string
      readonly property: string
      readonly kind: string
      readonly what: string
    }

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
    .with(
      { tag: 'unknown bookkeeping' },
      (e) =>
        `${e.system}: the component "${e.component}" calls "${e.name}" its bookkeeping, which is no field of its state; ${listed('it has', e.known)}`,
    )
    .with({ tag: 'ill-formed model' }, (e) => `${e.system} is not a well-formed model: ${e.problem}`)
    .with({ tag: 'no such invariant' }, (e) => `${e.system} has no invariant "${e.name}"; ${listed('it has', e.known)}`)
    .with(
      { tag: 'observer refused' },
      (e) =>
        `${e.system} cannot be searched with ${e.what}: what the property "${e.property}" (${e.kind}) remembers of runs is known to one thread alone, and gone when it ends`,
    )
    .with({ tag: 'search refused' }, (e) => `${e.system} cannot be searched so: ${e.reason}`)
    .with({ tag: 'reduction refused' }, (e) => `${e.system} cannot be searched with ${e.reduction}: ${e.reason}`)
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

/** What the operating system says of a file, without its code and the path, which the sentence around it has already. */
export function reasonOf(thrown: unknown): string {
  const { message } = thrown as Error
  return message.replace(/^[A-Z]+: /, '').replace(/, \w+( '.*')?$/, '')
}
