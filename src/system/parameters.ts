import * as E from 'fp-ts/lib/Either.js'
import { decode, encode } from '../schema/scalar.js'
import type { ScalarValue } from '../schema/static.js'
import type { BoolType, IntType, Literal, OneOfType } from '../schema/type.js'
import { typeName } from '../schema/type.js'
import type { UsageError } from './errors.js'

/** What a parameter of a system can be; its default is the type's default. */
export type ParameterType = IntType | BoolType | OneOfType
export type Parameters = { readonly [name: string]: ParameterType }
export type Values<P extends Parameters> = { readonly [K in keyof P]: ScalarValue<P[K]> }
export type AnyValues = { readonly [name: string]: Literal }

/** Completes the given values with defaults; an unknown name or a value out of range is an error. */
export function resolveParameters(
  system: string,
  declared: Parameters,
  given: { readonly [name: string]: unknown },
): E.Either<UsageError, AnyValues> {
  for (const [name, value] of Object.entries(given)) {
    const type = declared[name]
    if (!type) return E.left({ tag: 'unknown parameter', system, name, known: Object.keys(declared) })
    if (value !== undefined && encode(type, value) < 0)
      return E.left({ tag: 'bad parameter', system, name, value, expected: typeName(type) })
  }
  return E.right(
    Object.fromEntries(
      Object.entries(declared).map(([name, type]) => [name, (given[name] ?? defaultOf(type)) as Literal]),
    ),
  )
}

export function defaultOf(type: ParameterType): Literal {
  return type.default ?? (decode(type, 0) as Literal)
}

/** Reads a parameter as it is written on a command line; null if it is not a value of the type. */
export function parseParameter(type: ParameterType, text: string): Literal | null {
  const candidates: Literal[] = [text]
  if (/^-?\d+$/.test(text)) candidates.push(Number(text))
  if (text === 'true' || text === 'false') candidates.push(text === 'true')
  return candidates.find((c) => encode(type, c) >= 0) ?? null
}
