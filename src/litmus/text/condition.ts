import type * as E from 'fp-ts/lib/Either.js'
import { match, P } from 'ts-pattern'
import type { Condition } from '../test.js'
import { Cursor, type LitmusSyntaxError, reading } from './cursor.js'
import { integer } from './words.js'

/** `0:r0 = 0 & (x = 1 | ~(y = 1))`. Brackets are written wherever conditions nest. */
export function conditionText(condition: Condition): string {
  return match(condition)
    .with({ eq: P.select() }, ([key, value]) => `${key} = ${value}`)
    .with({ and: P.select() }, (all) => joined(all, ' & ', 'true'))
    .with({ or: P.select() }, (any) => joined(any, ' | ', 'false'))
    .with({ not: { eq: P.select() } }, ([key, value]) => `${key} != ${value}`)
    .with({ not: P.select() }, (c) => `~(${conditionText(c)})`)
    .exhaustive()
}

function joined(parts: readonly Condition[], by: string, none: string): string {
  if (parts.length < 2) return parts.length === 0 ? none : conditionText(parts[0]!)
  return parts.map((c) => (isChain(c) ? `(${conditionText(c)})` : conditionText(c))).join(by)
}

function isChain(condition: Condition): boolean {
  const parts = 'and' in condition ? condition.and : 'or' in condition ? condition.or : []
  return parts.length > 1 || parts.some(isChain)
}

/** What stands left of an equation. The processor of a location is null. */
export interface Place {
  readonly processor: number | null
  readonly name: string
  /** Where in the text. */
  readonly at: number
}

/** What a reader of conditions makes of `place = value`. */
export type Atom = (place: Place, value: number) => Condition

/** Reads a condition, in our spelling or in that of herd (`/\`, `\/`, `not`). Not binds tightest, then and, then or. */
export function readCondition(cursor: Cursor, atom: Atom): Condition {
  return chain(
    cursor,
    /\||\\\//y,
    (or) => ({ or }),
    () =>
      chain(
        cursor,
        /&&?|\/\\/y,
        (and) => ({ and }),
        () => single(cursor, atom),
      ),
  )
}

function chain(cursor: Cursor, by: RegExp, join: (parts: Condition[]) => Condition, part: () => Condition): Condition {
  const parts = [part()]
  while (cursor.take(by) !== null) parts.push(part())
  return parts.length === 1 ? parts[0]! : join(parts)
}

function single(cursor: Cursor, atom: Atom): Condition {
  if (cursor.take(/~|not\b/y) !== null) return { not: single(cursor, atom) }
  if (cursor.take(/true\b/y) !== null) return { and: [] }
  if (cursor.take(/false\b/y) !== null) return { or: [] }
  if (cursor.take(/\(/y) === null) return equation(cursor, atom)
  const inside = readCondition(cursor, atom)
  cursor.expect(/\)/y, '")"')
  return inside
}

function equation(cursor: Cursor, atom: Atom): Condition {
  const place = readPlace(cursor)
  const differs = cursor.expect(/==?|!=|<>/y, '"="').length === 2 && !cursor.text.startsWith('==', cursor.at - 2)
  const equal = atom(place, integer(cursor))
  return differs ? { not: equal } : equal
}

/** `0:r0`, `P0:r0`, `x` or `[x]`. */
export function readPlace(cursor: Cursor): Place {
  cursor.atEnd()
  const at = cursor.at
  const processor = cursor.take(/P?\d+\s*:/y)
  if (processor !== null)
    return {
      processor: Number.parseInt(processor.replace('P', ''), 10),
      name: cursor.expect(/%?\w+/y, 'a register').replace('%', ''),
      at,
    }
  const name =
    cursor.take(/\[\s*[A-Za-z_]\w*\s*\]/y) ?? cursor.expect(/[A-Za-z_]\w*/y, 'processor:register or a location')
  return { processor: null, name: name.replace(/[[\]\s]/g, ''), at }
}

/** A condition can only ask for what there is. */
export function knownPlaces(cursor: Cursor, keys: readonly string[]): Atom {
  return ({ processor, name, at }, value) => {
    const key = processor === null ? name : `${processor}:${name}`
    if (!keys.includes(key)) cursor.fail(`${key} is not in this test; there is ${keys.join(', ')}`, at)
    return { eq: [key, value] }
  }
}

/** Reads a condition that stands alone, over these places. */
export function parseCondition(text: string, keys: readonly string[]): E.Either<LitmusSyntaxError, Condition> {
  return reading(() => {
    const cursor = new Cursor(text, 0, text.length, /\s*/y)
    const condition = readCondition(cursor, knownPlaces(cursor, keys))
    cursor.expectEnd()
    return condition
  })
}
