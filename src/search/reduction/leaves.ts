import type { Model } from '../../model/model.js'
import { elementOffset, type Layout, type StructLayout } from '../../schema/layout.js'
import type { ArrayType, Fields, IdType, Type } from '../../schema/type.js'
import { type Hypothesis, indexFamily } from './families.js'

/** A piece of the packed state that a permutation of families moves as a whole, or whose value it changes. */
export interface Leaf {
  /** `id`: the code of a member, `shift` more if it is an option. `set`: one bit for each member. */
  readonly kind: 'plain' | 'id' | 'set'
  readonly at: number
  readonly bytes: number
  /** The family that an id or a set is of. */
  readonly family: number
  readonly shift: number
  /** Of which members of which families it is the data, from the outside in. */
  readonly context: readonly Index[]
  /** Its place in the type, the same for all members. */
  readonly tag: string
  /** It holds a value only if at each of these places there is more than that; else it is all zero. */
  readonly guards: readonly { readonly at: number; readonly bytes: number; readonly moreThan: number }[]
}

export interface Index {
  readonly family: number
  readonly member: number
  readonly stride: number
  /** The place in the type of an array that is taken for the family's though nothing says so; null if something does. */
  readonly guess: string | null
}

/** The packed state cut into leaves, under the assumption that the hypotheses are true. */
export function leavesOf(model: Model, layout: StructLayout, hypotheses: readonly Hypothesis[]): Leaf[] {
  const leaves: Leaf[] = []
  const programs = new Set(model.behaviour.flatMap((b) => (b.kind === 'program' ? [b.path.join('.')] : [])))
  const idFamily = ({ family, count }: IdType) =>
    hypotheses.findIndex((h) => h.family.name === family && h.family.count === count)
  const arrayFamily = (type: ArrayType, path: string) => indexFamily(hypotheses, type, path, programs.has(path))

  /** No permutation changes anything in it. */
  function isInert(type: Type, path: string): boolean {
    switch (type.tag) {
      case 'struct':
        return Object.entries(type.fields as Fields).every(([name, field]) => isInert(field, join(path, name)))
      case 'array':
        return arrayFamily(type, path) < 0 && isInert(type.element, `${path}[]`)
      case 'queue':
      case 'option':
        return isInert(type.element, `${path}[]`)
      case 'set':
      case 'id': {
        const id = type.tag === 'id' ? type : type.element
        return id.tag !== 'id' || idFamily(id) < 0
      }
      default:
        return true
    }
  }

  function walk(type: Type, inner: Layout, path: string, here: Pick<Leaf, 'at' | 'context' | 'tag' | 'guards'>): void {
    const { at, context, tag, guards } = here
    const leaf = (kind: Leaf['kind'], bytes: number, family = -1, shift = 0) =>
      leaves.push({ kind, at, bytes, family, shift, context, tag, guards })
    if (isInert(type, path)) {
      if (inner.bytes > 0) leaf('plain', inner.bytes)
      return
    }
    switch (type.tag) {
      case 'id':
        leaf('id', inner.bytes, idFamily(type))
        return
      case 'set':
        leaf('set', inner.bytes, idFamily(type.element as IdType))
        return
      case 'struct':
        for (const field of (inner as StructLayout).fields)
          walk((type.fields as Fields)[field.name]!, field.layout, join(path, field.name), {
            ...here,
            at: at + field.offset,
            tag: join(tag, field.name),
          })
        return
      case 'array': {
        if (inner.tag !== 'array') return
        const family = arrayFamily(type, path)
        const guess = type.index || programs.has(path) ? null : path
        for (let i = 0; i < inner.length; i++)
          walk(type.element, inner.element, `${path}[]`, {
            ...here,
            at: at + elementOffset(inner, i),
            context: family < 0 ? context : [...context, { family, member: i, stride: inner.element.bytes, guess }],
            tag: `${tag}[${family < 0 ? i : '*'}]`,
          })
        return
      }
      case 'queue': {
        if (inner.tag !== 'queue') return
        leaf('plain', inner.lengthBytes)
        for (let i = 0; i < inner.capacity; i++)
          walk(type.element, inner.element, `${path}[]`, {
            at: at + elementOffset(inner, i),
            context,
            tag: `${tag}[${i}]`,
            guards: [...guards, { at, bytes: inner.lengthBytes, moreThan: i }],
          })
        return
      }
      case 'option': {
        if (inner.tag === 'scalar') {
          leaf('id', inner.bytes, idFamily(type.element as IdType), 1)
          return
        }
        if (inner.tag !== 'option') return
        leaf('plain', 1)
        const inside = { ...here, at: at + 1, tag: `${tag}?`, guards: [...guards, { at, bytes: 1, moreThan: 0 }] }
        walk(type.element, inner.element, `${path}[]`, inside)
      }
    }
  }

  walk(model.state, layout, '', { at: 0, context: [], tag: '', guards: [] })
  return leaves
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
