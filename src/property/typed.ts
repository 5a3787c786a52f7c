declare const types: unique symbol

/**
 * Something that has states, and whose states' static types are known: the view that conditions are given, and the
 * plain value. Nothing of this exists at run time; it carries types from where a system is defined to where another
 * one is related to it.
 */
export interface Typed<View = unknown, Plain = unknown> {
  readonly name: string
  readonly [types]?: { readonly view: View; readonly plain: Plain }
}
