import { match } from 'ts-pattern'
import type { LitmusSyntaxError } from '../litmus/text/cursor.js'
import { describeUsage, type UsageError } from '../system/errors.js'
import { MEMORY_MODEL, type MemoryModel } from '../system/memory-model.js'
import { nearest } from './suggest.js'

/** Everything that ends a command with exit code 2. */
export type CliError =
  | { readonly tag: 'usage'; readonly error: UsageError }
  | { readonly tag: 'unknown model'; readonly name: string; readonly known: readonly string[] }
  | { readonly tag: 'no such file'; readonly file: string }
  | { readonly tag: 'file does not load'; readonly file: string; readonly message: string }
  | {
      readonly tag: 'nothing in file'
      readonly noun: string
      readonly file: string
      readonly exports: readonly string[]
    }
  | {
      readonly tag: 'no such export'
      readonly noun: string
      readonly file: string
      readonly name: string
      readonly known: readonly string[]
    }
  | { readonly tag: 'unknown theory'; readonly name: string; readonly known: readonly string[] }
  | { readonly tag: 'unknown lemma'; readonly name: string; readonly known: readonly string[] }
  | { readonly tag: 'model does not build'; readonly model: string; readonly message: string }
  | {
      readonly tag: 'nobody has it'
      readonly what: 'parameter' | 'precaution' | 'property' | 'place'
      readonly name: string
      readonly models: readonly string[]
      readonly known: readonly string[]
    }
  | { readonly tag: 'bad assignment'; readonly text: string }
  | { readonly tag: 'bad reporter'; readonly text: string; readonly known: readonly string[] }
  | { readonly tag: 'reporter without file'; readonly name: string }
  | { readonly tag: 'two reporters on standard output'; readonly names: readonly string[] }
  | {
      readonly tag: 'not under'
      readonly memoryModel: MemoryModel
      readonly model: string
      readonly known: readonly MemoryModel[]
    }
  | {
      readonly tag: 'no such strength'
      readonly place: string
      readonly strength: string
      readonly known: readonly string[]
    }
  | { readonly tag: 'nothing to do'; readonly message: string }
  | { readonly tag: 'refused'; readonly message: string }
  | { readonly tag: 'cannot read'; readonly file: string; readonly message: string }
  | { readonly tag: 'cannot write'; readonly file: string; readonly message: string }
  | { readonly tag: 'not a counterexample'; readonly file: string; readonly message: string }
  | { readonly tag: 'unknown litmus test'; readonly name: string; readonly known: readonly string[] }
  | { readonly tag: 'not a litmus test'; readonly file: string; readonly error: LitmusSyntaxError }
  | { readonly tag: 'not shrunk'; readonly file: string; readonly message: string }
  | {
      readonly tag: 'model of counterexample'
      readonly file: string
      readonly model: string
      readonly known: readonly string[]
      /** The path that its model was to be in; null if it was looked for in the catalogue. */
      readonly path: string | null
    }

/** One clear sentence. */
export function describe(error: CliError): string {
  return match(error)
    .with({ tag: 'usage' }, ({ error: e }) => describeUsage(e) + ('known' in e ? meant(e.name, e.known) : ''))
    .with(
      { tag: 'unknown model' },
      (e) => `there is no model "${e.name}"${meant(e.name, e.known)}; \`shootdown list\` names all of them`,
    )
    .with({ tag: 'no such file' }, (e) => `there is no file ${e.file}`)
    .with({ tag: 'file does not load' }, (e) => `${e.file} cannot be loaded: ${e.message}`)
    .with(
      { tag: 'nothing in file' },
      (e) => `${e.file} exports no ${e.noun}${e.exports.length === 0 ? '' : `, only ${e.exports.join(', ')}`}`,
    )
    .with(
      { tag: 'no such export' },
      (e) => `${e.file} exports no ${e.noun} "${e.name}"${meant(e.name, e.known)}; it exports ${e.known.join(', ')}`,
    )
    .with({ tag: 'model does not build' }, (e) => `${e.model} cannot be built: ${e.message}`)
    .with({ tag: 'nobody has it' }, nobodyText)
    .with({ tag: 'bad assignment' }, (e) => `"${e.text}" is not of the form NAME=VALUE`)
    .with(
      { tag: 'bad reporter' },
      (e) => `there is no reporter "${e.text}"${meant(e.text, e.known)}; there are ${e.known.join(', ')}`,
    )
    .with(
      { tag: 'reporter without file' },
      (e) => `--reporter ${e.name}= names no file; without the "=", it writes to standard output`,
    )
    .with(
      { tag: 'two reporters on standard output' },
      (e) =>
        `${e.names.join(' and ')} cannot both write to standard output; give all but one a file, as in --reporter ${e.names.at(-1)}=report.${e.names.at(-1)}`,
    )
    .with(
      { tag: 'not under' },
      (e) =>
        `${e.model} runs under ${e.known.join(', ')} only; a system that runs under ${e.memoryModel} has a parameter ${MEMORY_MODEL} that knows it, and keeps what its processors share in memory(), both of shootdown/hardware`,
    )
    .with(
      { tag: 'no such strength' },
      (e) =>
        `"${e.strength}" cannot stand at "${e.place}"${meant(e.strength, e.known)}; from weak to strong there is ${e.known.join(', ')}`,
    )
    .with({ tag: 'refused' }, (e) => e.message)
    .with({ tag: 'nothing to do' }, (e) => e.message)
    .with({ tag: 'cannot read' }, (e) => `${e.file} cannot be read: ${e.message}`)
    .with({ tag: 'cannot write' }, (e) => `${e.file} cannot be written: ${e.message}`)
    .with({ tag: 'not a counterexample' }, (e) => `${e.file} is not a counterexample: ${e.message}`)
    .with(
      { tag: 'unknown litmus test' },
      (e) =>
        `there is no litmus test "${e.name}"${meant(e.name, e.known)}; \`shootdown litmus\` names all of them, and a file is a path or ends in .litmus`,
    )
    .with(
      { tag: 'not a litmus test' },
      ({ file, error: { line, column, message } }) => `${file}:${line}:${column}: ${message}`,
    )
    .with(
      { tag: 'unknown theory' },
      (e) =>
        `there are no lemmas called "${e.name}"${meant(e.name, e.known)}; \`shootdown prove --list\` names all of them, and a file is a path or ends in .ts`,
    )
    .with(
      { tag: 'unknown lemma' },
      (e) => `there is no lemma "${e.name}"${meant(e.name, e.known)}; \`shootdown prove --list\` names all of them`,
    )
    .with({ tag: 'not shrunk' }, (e) => `${e.file} cannot be made simpler: ${e.message}`)
    .with(
      { tag: 'model of counterexample' },
      (e) =>
        `${e.file} belongs to a model "${e.model}", which is not in ${e.path ?? 'the catalogue'}${meant(e.model, e.known)}; name its file with --model`,
    )
    .exhaustive()
}

function nobodyText(e: Extract<CliError, { tag: 'nobody has it' }>): string {
  const who = e.models.length === 1 ? `${e.models[0]} has no` : 'none of the models has a'
  const known = e.known.length === 0 ? '' : `; there is ${e.known.map((k) => `"${k}"`).join(', ')}`
  return `${who} ${e.what} "${e.name}"${meant(e.name, e.known) || known}`
}

function meant(given: string, known: readonly string[]): string {
  const near = nearest(given, known)
  return near === null ? '' : ` (did you mean "${near}"?)`
}
