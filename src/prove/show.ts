import { evaluate, type Value, type Values } from './evaluate.js'
import { type Field, type Lemma, type Sort, widthOf } from './lemma.js'
import type { Term } from './term.js'

/** The values of a lemma's variables, and of what else it says is worth seeing, as text. */
export function shownValues({ variables, show }: Lemma, values: Values): { readonly [name: string]: string } {
  const given = Object.entries(variables).map(([name, sort]) => [name, shown(sort, values[name]!)])
  const more = Object.entries(show).map(([name, [sort, term]]) => [name, shown(sort, valueIn(term, values))])
  return Object.fromEntries([...given, ...more])
}

function valueIn(term: Term, values: Values): Value {
  return term.sort === 'bool' ? evaluate(term, values) : evaluate(term, values)
}

/** `yes`, `5`, or a word by its fields: `order 1, offset 0, bitmap 0011`. */
function shown(sort: Sort, value: Value): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (sort.sort === 'bool' || sort.fields === null) return String(value)
  let above = sort.width
  return Object.entries(sort.fields)
    .map(([name, field]) => {
      above -= widthOf(field)
      return `${name} ${fieldText(field, BigInt.asUintN(widthOf(field), value >> BigInt(above)))}`
    })
    .join(', ')
}

function fieldText(field: Field, value: bigint): string {
  return typeof field === 'number' ? String(value) : value.toString(2).padStart(field.flags, '0')
}
