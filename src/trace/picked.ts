/** What a `pick` gave, as a reader would write it. A view of a process is its number; any other view its fields. */
export function pickedText(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[${value.map(pickedText).join(', ')}]`
  const layout = (value as { readonly $layout?: ViewLayout }).$layout
  if (layout === undefined) return record(Object.entries(value))
  if ('id' in value) return `process ${String(value.id)}`
  if (layout.tag !== 'struct') return `[${Array.from(value as Iterable<unknown>, pickedText).join(', ')}]`
  return record((layout.fields ?? []).map(({ name }) => [name, (value as { readonly [name: string]: unknown })[name]]))
}

/** As much of a view's layout as is needed to read it. */
interface ViewLayout {
  readonly tag: string
  readonly fields?: readonly { readonly name: string }[]
}

function record(fields: readonly (readonly [string, unknown])[]): string {
  return `{${fields.map(([name, field]) => `${name}: ${pickedText(field)}`).join(', ')}}`
}
