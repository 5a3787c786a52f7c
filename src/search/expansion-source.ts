import type { BoundProgram, Model } from '../model/model.js'
import type { StructLayout } from '../schema/layout.js'
import { readBytes, writeBytes } from '../schema/scalar-code.js'
import type { Site } from './expansion.js'
import { mixHigh, mixLow } from './fingerprint.js'
import { placeOf } from './place.js'

/**
 * The JavaScript of one model's expansion. It is generated so that every step is called from a place of its own, where
 * the engine can inline it, and so that copying and fingerprinting are unrolled for the size of the state.
 * What it runs: for each process the step at its label, for each action each combination of arguments; for each of
 * these every choice; whatever was written is compared with the state before, fingerprinted, shown and taken back.
 */
export function expansionSource(
  model: Model,
  layout: StructLayout,
  sites: readonly Site[],
  constants: unknown[],
): string {
  const words = Math.max(1, Math.ceil(layout.bytes / 4))
  const constant = (value: unknown) => `K[${constants.push(value) - 1}]`
  const declarations: string[] = []
  const blocks: string[] = []
  const programsDone: string[] = []
  let site = 0
  for (const behaviour of model.behaviour) {
    const lens = `views.root${behaviour.lens.map((name) => `[${JSON.stringify(name)}]`).join('')}`
    const n = declarations.length
    if (behaviour.kind === 'program') {
      declarations.push(programDeclarations(n, behaviour, lens, constant))
      blocks.push(programBlock(n, behaviour, layout, site))
      programsDone.push(doneTest(behaviour, layout))
      site += behaviour.labels.length
    } else {
      const { combinations } = sites[site] as Extract<Site, { kind: 'action' }>
      declarations.push(
        `const s${n} = ${lens}, when${n} = ${constant(behaviour.when)}, do${n} = ${constant(behaviour.do)}, p${n} = ${constant(combinations)}`,
      )
      blocks.push(actionBlock(n, behaviour.when !== undefined, site))
      site += 1
    }
  }
  return `'use strict'
const { views, draft: d, current: c, bytes: u, taken, choices, pick, at, cuts } = given
const { blocked, heeded, stopped } = X
const { mode, setMode } = views
${declarations.join('\n')}
${mixLow}
${mixHigh}
function restore() { ${each(words, (k) => `d[${k}] = c[${k}]`)} }
function emit(low, high, visit) {
  let w = 0, o = 0
  ${each(words, (k) => `if ((w = d[${k}]) !== (o = c[${k}])) { low ^= mixLow(w, ${k}) ^ mixLow(o, ${k}); high ^= mixHigh(w, ${k}) ^ mixHigh(o, ${k}) }`, '\n  ')}
  taken[at.site]++
  visit(low, high)
  restore()
}
function show(visit) {
  let low = 0, high = 0
  ${each(words, (k) => `low ^= mixLow(d[${k}], ${k}); high ^= mixHigh(d[${k}], ${k})`, '\n  ')}
  visit(low, high)
}
function expand(low, high, visit) {
${blocks.join('\n')}
}
function successors(low, high, visit) {
  choices.reset()
  cuts.begin()
  let finished = false
  try { expand(low, high, visit); finished = true } finally { if (!finished) { setMode(0); restore() } }
}
function allDone() { return ${programsDone.length === 0 ? 'false' : programsDone.join(' && ')} }
return { successors, allDone, show }`
}

function programDeclarations(
  n: number,
  program: BoundProgram,
  lens: string,
  constant: (value: unknown) => string,
): string {
  const family = `s${n}[${JSON.stringify(program.path.at(-1))}]`
  const processes = program.count === null ? `[${family}]` : `${family}.map((me) => me)`
  const cases = program.labels.map((label, i) => `case ${JSON.stringify(label)}: return ${i}`)
  return `const s${n} = ${lens}, me${n} = ${processes}, program${n} = ${constant(program)}
${program.steps.map((step, i) => `const f${n}_${i} = ${constant(step)}`).join('\n')}
function label${n}(r) { switch (r) { ${cases.join('; ')}; case 'done': return ${program.labels.length} } X.unknownLabel(program${n}, r) }`
}

function programBlock(n: number, program: BoundProgram, layout: StructLayout, site: number): string {
  const { process, offset, stride } = placeOf(layout, program)
  const label = process.fields.find((f) => f.name === 'at')!
  const end = program.labels.length
  const cases = program.steps.map((_, i) => `case ${i}: r = f${n}_${i}(s${n}, me, pick); break`)
  return `  for (let i = 0; i < ${program.count ?? 1}; i++) {
    const at_ = ${offset + label.offset} + i * ${stride}
    const pc = ${readBytes(label.layout.bytes, 'at_')}
    if (pc === ${end}) continue
    const me = me${n}[i]
    do {
      at.site = ${site} + pc; at.process = i
      let r
      setMode(1)
      try { switch (pc) { ${cases.join('; ')} } } catch (e) { r = stopped(e) }
      if (typeof r === 'object') r = heeded(r)
      if (r !== blocked) {
        const to = r === undefined ? pc + 1 : label${n}(r)
        ${writeBytes(label.layout.bytes, 'at_', 'to')}
        setMode(0)
        emit(low, high, visit)
      } else { if (mode() === 2) restore(); setMode(0) }
    } while (choices.advance())
  }`
}

function actionBlock(n: number, guarded: boolean, site: number): string {
  return `  for (let i = 0, n = p${n}.length; i < n; i++) {
    const p = p${n}[i]
    at.site = ${site}; at.process = i
    ${guarded ? `try { if (!when${n}(s${n}, p)) continue } catch (e) { X.failed(e) }` : ''}
    do {
      let r
      at.site = ${site}; at.process = i
      setMode(1)
      try { r = do${n}(s${n}, p, pick) } catch (e) { r = stopped(e) }
      if (typeof r === 'object') r = heeded(r)
      const wrote = mode() === 2
      setMode(0)
      if (r !== blocked) emit(low, high, visit)
      else if (wrote) restore()
    } while (choices.advance())
  }`
}

function doneTest(program: BoundProgram, layout: StructLayout): string {
  const { process, offset, stride } = placeOf(layout, program)
  const label = process.fields.find((f) => f.name === 'at')!
  const tests = Array.from(
    { length: program.count ?? 1 },
    (_, i) =>
      `${readBytes(label.layout.bytes, String(offset + label.offset + i * stride))} === ${program.labels.length}`,
  )
  return tests.length === 0 ? 'true' : tests.join(' && ')
}

function each(count: number, statement: (index: number) => string, separator = '; '): string {
  return Array.from({ length: count }, (_, k) => statement(k)).join(separator)
}
