import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { match } from 'ts-pattern'
import { memoryModelOf } from '../system/memory-model.js'
import { type Counterexample, counterexample } from './counterexample.js'

/** Why a text is not a counterexample. */
export type DecodeError =
  | { readonly tag: 'not JSON'; readonly message: string }
  | { readonly tag: 'other version'; readonly version: unknown }
  | { readonly tag: 'wrong shape'; readonly where: string; readonly expected: string; readonly found: unknown }

export function describeDecode(error: DecodeError): string {
  return match(error)
    .with({ tag: 'not JSON' }, (e) => `it is not JSON: ${e.message}`)
    .with({ tag: 'other version' }, (e) =>
      e.version === undefined
        ? 'it names no version of the format'
        : `it has version ${JSON.stringify(e.version)} of the format, and this Shootdown reads version 1`,
    )
    .with({ tag: 'wrong shape' }, (e) => `${e.where || 'the whole'} should be ${e.expected}, and is ${brief(e.found)}`)
    .exhaustive()
}

/** The counterexample that a file's text holds. */
export function decodeCounterexample(text: string): E.Either<DecodeError, Counterexample> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (thrown) {
    return E.left({ tag: 'not JSON', message: (thrown as Error).message })
  }
  const version = (value as { version?: unknown } | null)?.version
  if (version !== 1) return E.left({ tag: 'other version', version })
  const decoded = counterexample.decode(value)
  if (E.isLeft(decoded)) return E.left(wrongShape(decoded.left))
  const wrong = wrongMemoryModel(decoded.right) ?? wrongLoop(decoded.right)
  return wrong === null ? decoded : E.left(wrong)
}

/** The memory model is told by itself for readers of the file; it is the parameter that decides. */
function wrongMemoryModel({ parameters, memoryModel }: Counterexample): DecodeError | null {
  const decided = memoryModelOf(parameters)
  if (memoryModel === decided) return null
  const expected = `${decided}, as the parameters say`
  return { tag: 'wrong shape', where: 'memoryModel', expected, found: memoryModel }
}

/** What of a loop does not fit the run that it belongs to. */
function wrongLoop({ loop, steps }: Counterexample): DecodeError | null {
  if (loop === null) return null
  const { to, stutters, since } = loop
  const wrong = (field: string, expected: string, found: unknown): DecodeError => ({
    tag: 'wrong shape',
    where: `loop.${field}`,
    expected,
    found,
  })
  const index = `a number of steps from 0 to ${steps.length}`
  if (to < 0 || to > steps.length) return wrong('to', index, to)
  if (since < 0 || since > steps.length) return wrong('since', index, since)
  const stays = to === steps.length
  return stutters === stays ? null : wrong('stutters', `${stays}, as loop.to is ${to} of ${steps.length}`, stutters)
}

/** The error that lies deepest says most: of a union's alternatives, the one that fitted furthest. */
function wrongShape(errors: t.Errors): DecodeError {
  const deepest = errors.reduce((a, b) => (whereOf(b.context).length > whereOf(a.context).length ? b : a))
  const beside = errors.filter((e) => whereOf(e.context) === whereOf(deepest.context))
  const expected = [...new Set(beside.map((e) => plainly(e.context.at(-1)?.type.name)))].join(' or ')
  return { tag: 'wrong shape', where: whereOf(deepest.context), expected, found: deepest.value }
}

/** What a codec is called in the code says more than somebody who reads a file needs. */
function plainly(codec = 'something else'): string {
  if (/^(Readonly)?Array</.test(codec)) return 'an array'
  return /[<{]/.test(codec) ? 'an object' : codec
}

/** `steps[3].label`; the alternatives of a union, and the parts of an intersection, are no part of the path. */
function whereOf(context: t.Context): string {
  return context
    .filter((entry, i) => entry.key !== '' && entry.actual !== context[i - 1]?.actual)
    .map(({ key }) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '')
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
