import {
  type ArrayLayout,
  elementOffset,
  type Layout,
  type OptionLayout,
  type QueueLayout,
  type SetLayout,
  type StructLayout,
} from './layout.js'
import { ScalarCode, writeBytes } from './scalar-code.js'

/** Generates a class for each composite layout, whose instances are views at an offset of the bytes `u`. */
export class ViewCode {
  private readonly scalars: ScalarCode
  private readonly classes = new Map<Layout, string>()
  private readonly copiers = new Map<Layout, string>()

  constructor(
    private readonly identified: ReadonlySet<Layout>,
    private readonly observed: boolean,
  ) {
    this.scalars = new ScalarCode(observed)
  }

  get constants(): readonly unknown[] {
    return this.scalars.constants
  }

  source(): string {
    return this.scalars.chunks.join('\n')
  }

  /** The name of the class for a composite layout. */
  classFor(layout: Layout): string {
    const known = this.classes.get(layout)
    if (known) return known
    const name = `V${this.classes.size}`
    this.classes.set(layout, name)
    const body = this.body(layout)
    const constant = this.scalars.constant(layout)
    this.scalars.chunks.push(`class ${name} {
${body}
}
Object.defineProperty(${name}.prototype, '$layout', { value: ${constant} })`)
    return name
  }

  private body(layout: Layout): string {
    switch (layout.tag) {
      case 'struct':
        return this.struct(layout)
      case 'array':
        return this.array(layout)
      case 'queue':
        return this.queue(layout)
      case 'set':
        return this.set(layout)
      case 'option':
        return this.box(layout)
      case 'scalar':
        throw new TypeError('unreachable: scalars have no view')
    }
  }

  private struct(layout: StructLayout): string {
    const build: string[] = []
    const members: string[] = []
    for (const { name, offset, layout: inner } of layout.fields) {
      const key = JSON.stringify(name)
      const at = `this.$ + ${offset}`
      if (inner.tag === 'scalar') {
        members.push(`get ${key}() { return ${this.scalars.read(inner, at)} }`)
        members.push(`set ${key}(v) { ${touch(at)} ${this.scalars.write(inner, at, 'v')} }`)
        continue
      }
      // None of the names that views have for themselves begins so: a field may be called `note` or `layout`.
      const own = `this[${JSON.stringify(`$.${name}`)}]`
      build.push(`${own} = new ${this.classFor(inner)}($ + ${offset}, 0)`)
      members.push(`get ${key}() { return ${inner.tag === 'option' ? `${own}.value` : own} }`)
      members.push(`set ${key}(v) { ${touch(at)} ${this.copy(inner, at, 'v')} }`)
    }
    if (this.identified.has(layout)) {
      build.push('this.$id = id')
      members.push('get id() { return this.$id }')
    }
    return `constructor($, id) { this.$ = $; ${build.join('; ')}; Object.freeze(this) }
get $pick() { if (mode === 0) X.sealed(this.$); return X.pick }
get $note() { return X.note }
$saved() { ${this.noteAll('R', layout)} return u.slice(this.$, this.$ + ${layout.bytes}) }
$restore(saved) { ${touch('this.$')} ${this.noteAll('W', layout)} u.set(saved, this.$) }
${members.join('\n')}`
  }

  private array(layout: ArrayLayout): string {
    const n = layout.length
    const check = `if (i >>> 0 !== i || i >= ${n}) X.bounds(${this.scalars.constant(layout)}, this.$, i, ${n})`
    return `${this.elementsConstructor(layout, n)}
get length() { return ${n} }
get(i) { ${check}; return ${this.element(layout)} }
set(i, v) { ${check}; ${touch('this.$')} ${this.writeElement(layout, 'v')} }
fill(v) { ${touch('this.$')} ${this.fill(layout)} }
assign(vs) { ${touch('this.$')} X.copy(${this.scalars.constant(layout)}, this.$, vs) }
${iteration(String(n), this.element(layout))}`
  }

  private queue(layout: QueueLayout): string {
    const length = this.scalars.load(layout.lengthBytes, 'this.$')
    const check = `if (i >>> 0 !== i || i >= ${length}) X.bounds(${this.scalars.constant(layout)}, this.$, i, ${length})`
    const size = layout.element.bytes
    const start = layout.lengthBytes
    const take =
      layout.element.tag === 'scalar'
        ? this.scalars.read(layout.element, `this.$ + ${start}`)
        : `X.plain(${this.scalars.constant(layout.element)}, this.$ + ${start})`
    // Slots move down one by one and the last is cleared, so that equal queues have equal bytes.
    return `${this.elementsConstructor(layout, layout.capacity)}
get capacity() { return ${layout.capacity} }
get length() { return ${length} }
get isEmpty() { return ${length} === 0 }
get isFull() { return ${length} === ${layout.capacity} }
get(i) { ${check}; return ${this.element(layout)} }
set(i, v) { ${check}; ${touch('this.$')} ${this.writeElement(layout, 'v')} }
get head() { if (${length} === 0) X.empty(this.$); const i = 0; return ${this.element(layout)} }
push(v) {
  const i = ${length}
  if (i === ${layout.capacity}) X.full(this.$, ${layout.capacity})
  ${touch('this.$')} ${this.writeElement(layout, 'v')}
  ${this.scalars.store(layout.lengthBytes, 'this.$', '(i + 1)')}
}
shift() { if (${length} === 0) X.empty(this.$); const v = ${take}; this.remove(0); return v }
remove(i) {
  ${check}; ${touch('this.$')} ${this.noteAll('R', layout)} ${this.noteAll('W', layout)}
  const n = ${length}, end = this.$ + ${start} + n * ${size}
  for (let b = this.$ + ${start} + i * ${size} + ${size}; b < end; b++) u[b - ${size}] = u[b]
  for (let b = end - ${size}; b < end; b++) u[b] = 0
  ${writeBytes(layout.lengthBytes, 'this.$', '(n - 1)')}
}
clear() { ${touch('this.$')} ${this.noteAll('W', layout)} u.fill(0, this.$, this.$ + ${layout.bytes}) }
assign(vs) { ${touch('this.$')} X.copy(${this.scalars.constant(layout)}, this.$, vs) }
${iteration('this.length', this.element(layout))}`
  }

  private set(layout: SetLayout): string {
    const { universe, bytes, element } = layout
    const code = (v: string) => `${this.scalars.encoder(element)}(${v}, this.$)`
    const byte = bytes === 1 ? 'this.$' : 'this.$ + (c >> 3)'
    const bit = bytes === 1 ? 'c' : '(c & 7)'
    const last = universe % 8 === 0 ? 255 : (1 << (universe % 8)) - 1
    const full = bytes === 1 ? String(last) : `(b === ${bytes - 1} ? ${last} : 255)`
    const loop = (body: string) =>
      bytes === 1
        ? body.replaceAll('[b]', '[this.$]')
        : `for (let b = 0; b < ${bytes}; b++) ${body.replaceAll('[b]', '[this.$ + b]')}`
    const [all, any] = [this.noteAll('R', layout), this.noteAll('W', layout)]
    const one = (what: 'R' | 'W') => (this.observed ? `${what}[${byte}] |= 1 << ${bit};` : '')
    const members = (body: string) =>
      `${all} for (let c = 0; c < ${universe}; c++) if ((u[${byte}] >> ${bit}) & 1) { const v = ${this.scalars.decoded(element, 'c')}; ${body} }`
    return `constructor($) { this.$ = $; Object.freeze(this) }
has(v) { const c = ${code('v')}; ${one('R')} return ((u[${byte}] >> ${bit}) & 1) === 1 }
add(v) { const c = ${code('v')}; ${touch('this.$')} ${one('W')} u[${byte}] |= 1 << ${bit} }
delete(v) { const c = ${code('v')}; ${touch('this.$')} ${one('W')} u[${byte}] &= ~(1 << ${bit}) }
clear() { ${touch('this.$')} ${any} ${loop('u[b] = 0')} }
fill() { ${touch('this.$')} ${any} ${loop(`u[b] = ${full}`)} }
assign(vs) { ${touch('this.$')} X.copy(${this.scalars.constant(layout)}, this.$, vs) }
get size() { let n = 0; ${all} ${loop('{ let x = u[b]; while (x !== 0) { x &= x - 1; n++ } }')}; return n }
get isEmpty() { ${all} ${loop('if (u[b] !== 0) return false')}; return true }
get isFull() { ${all} ${loop(`if (u[b] !== ${full}) return false`)}; return true }
every(f) { ${members('if (!f(v)) return false')}; return true }
some(f) { ${members('if (f(v)) return true')}; return false }
count(f) { let n = 0; ${members('if (f(v)) n++')}; return n }
[Symbol.iterator]() { const vs = []; ${members('vs.push(v)')}; return vs[Symbol.iterator]() }`
  }

  /** The holder of an option of a composite; `value` is null or the view inside. */
  private box(layout: OptionLayout): string {
    return `constructor($) { this.$ = $; this.$inner = new ${this.classFor(layout.element)}($ + 1, 0); Object.freeze(this) }
get value() { return ${this.scalars.load(1, 'this.$')} === 0 ? null : this.$inner }`
  }

  private elementsConstructor(layout: ArrayLayout | QueueLayout, count: number): string {
    if (layout.element.tag === 'scalar') return 'constructor($) { this.$ = $; Object.freeze(this) }'
    const at = `$ + ${elementOffset(layout, 0)} + i * ${layout.element.bytes}`
    return `constructor($) {
  this.$ = $; this.$e = []
  for (let i = 0; i < ${count}; i++) this.$e.push(new ${this.classFor(layout.element)}(${at}, i))
  Object.freeze(this)
}`
  }

  private element(layout: ArrayLayout | QueueLayout): string {
    if (layout.element.tag === 'scalar') return this.scalars.read(layout.element, elementAt(layout))
    return layout.element.tag === 'option' ? 'this.$e[i].value' : 'this.$e[i]'
  }

  private writeElement(layout: ArrayLayout | QueueLayout, value: string): string {
    return layout.element.tag === 'scalar'
      ? `{ ${this.scalars.write(layout.element, elementAt(layout), value)} }`
      : `${this.copy(layout.element, elementAt(layout), value)};`
  }

  /** Sets every element to `v`, which may be made of views of the elements: so it is written once, and copied from there. */
  private fill(layout: ArrayLayout): string {
    if (layout.element.tag === 'scalar')
      return `for (let i = 0; i < ${layout.length}; i++) ${this.writeElement(layout, 'v')}`
    if (layout.length === 0) return ''
    const size = layout.element.bytes
    return `const i = 0; ${this.writeElement(layout, 'v')} ${this.noteAll('W', layout)}
for (let b = this.$ + ${size}, end = this.$ + ${layout.bytes}; b < end; b++) u[b] = u[b - ${size}]`
  }

  /** A statement that notes the whole of a collection as read (R) or written (W). */
  private noteAll(what: 'R' | 'W', layout: Layout): string {
    return this.observed ? `${what}.fill(255, this.$, this.$ + ${layout.bytes});` : ''
  }

  /** Writes a composite value: a struct by code of its own, anything else the general way. */
  private copy(layout: Layout, at: string, value: string): string {
    return layout.tag === 'struct'
      ? `${this.copierFor(layout)}(${value}, ${at})`
      : `X.copy(${this.scalars.constant(layout)}, ${at}, ${value})`
  }

  private copierFor(layout: StructLayout): string {
    const known = this.copiers.get(layout)
    if (known) return known
    const name = `c${this.copiers.size}`
    this.copiers.set(layout, name)
    const own = this.scalars.constant(layout)
    // A view of the same layout is copied byte by byte; what is no object at all is left to `copy`, which refuses it.
    this.scalars.chunks.push(`function ${name}(v, at) {
  if (typeof v !== 'object' || v === null) X.copy(${own}, at, v)
  else if (v.$layout === ${own}) {
    ${this.observed ? `R.fill(255, v.$, v.$ + ${layout.bytes}); W.fill(255, at, at + ${layout.bytes});` : ''}
    for (let b = 0; b < ${layout.bytes}; b++) u[at + b] = u[v.$ + b]
  } ${this.copyFields(layout, own)}
}`)
    return name
  }

  /**
   * The rest of a copier: what is no view of this layout is written field by field. A field that holds more than a single
   * value may be given as a view of this very place. So it comes first; and two of them, or a view of something that has
   * more around it, are left to `copy`, which reads everything before it writes.
   */
  private copyFields(layout: StructLayout, own: string): string {
    const composite = layout.fields.filter((f) => f.layout.tag !== 'scalar')
    if (composite.length > 1) return `else X.copy(${own}, at, v)`
    const inOrder = [...composite, ...layout.fields.filter((f) => f.layout.tag === 'scalar')]
    const fields = inOrder.map(({ name: field, offset, layout: inner }) => {
      const [value, at] = [`v[${JSON.stringify(field)}]`, `at + ${offset}`]
      return inner.tag === 'scalar' ? `{ ${this.scalars.write(inner, at, value)} }` : this.copy(inner, at, value)
    })
    const foreign = composite.length === 0 ? '' : `else if (v.$layout !== undefined) X.copy(${own}, at, v)\n`
    return `${foreign}else { ${fields.join('\n')} }`
  }
}

function iteration(length: string, element: string): string {
  return `every(f) { for (let i = 0, n = ${length}; i < n; i++) if (!f(${element}, i)) return false; return true }
some(f) { for (let i = 0, n = ${length}; i < n; i++) if (f(${element}, i)) return true; return false }
count(f) { let k = 0; for (let i = 0, n = ${length}; i < n; i++) if (f(${element}, i)) k++; return k }
findIndex(f) { for (let i = 0, n = ${length}; i < n; i++) if (f(${element}, i)) return i; return -1 }
includes(v) { return this.indexOf(v) !== -1 }
indexOf(v) { for (let i = 0, n = ${length}; i < n; i++) if (${element} === v) return i; return -1 }
map(f) { const r = []; for (let i = 0, n = ${length}; i < n; i++) r.push(f(${element}, i)); return r }
[Symbol.iterator]() { return this.map((v) => v)[Symbol.iterator]() }`
}

function elementAt(layout: ArrayLayout | QueueLayout): string {
  return `this.$ + ${elementOffset(layout, 0)} + i * ${layout.element.bytes}`
}

function touch(at: string): string {
  return `if (mode === 0) X.sealed(${at}); mode = 2;`
}
