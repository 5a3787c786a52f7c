import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { type ShrinkReport, shrunkJson, shrunkText } from '../report/shrunk.js'
import { inTurns } from '../search/turns.js'
import { formatCounterexample } from '../trace/format.js'
import type { NotShrunk, Shrunk } from '../trace/shrink/recorded.js'
import type { Sizable } from '../trace/shrink/smallest.js'
import type { Context, ExitCode } from './context.js'
import type { CliError } from './errors.js'
import { writeText } from './files.js'
import { investigate } from './investigate.js'
import { collect, positive, verboseOption } from './options.js'
import { type Sink, sinksFor } from './output.js'
import { announce } from './progress.js'
import { libraryFor, readRecorded } from './recorded.js'
import { writeDocument } from './write-document.js'

interface Flags {
  readonly out?: string
  readonly model?: string
  readonly keepParameters?: boolean
  readonly maxStates: number
  readonly reporter?: readonly string[]
  readonly verbose?: boolean
}

/** `shrink <file>`: makes a recorded run simpler. */
export function shrinkCommand(context: Context): Command {
  return new Command('shrink')
    .description('make a recorded run simpler: fewer steps, fewer context switches, smaller parameters')
    .argument('<file>', 'a file written by `check --out` or `precautions --out`')
    .option('--out <file>', 'write the simpler run there')
    .option('--model <path>', 'where the model is, if it is not of the catalogue')
    .option('--keep-parameters', 'do not look whether it fails with smaller parameters too')
    .option('--max-states <n>', 'look at so many states for each choice of parameters', positive, 200_000)
    .option('--reporter <name[=file]>', 'terminal or json, to standard output or a file; repeatable', collect)
    .addOption(verboseOption())
    .action(async (file: string, flags: Flags) => context.finish(await shrinkFile(file, flags, context)))
}

async function shrinkFile(file: string, flags: Flags, context: Context): Promise<E.Either<CliError, ExitCode>> {
  const sinks = sinksFor(flags.reporter ?? [])
  if (E.isLeft(sinks)) return sinks
  const library = await libraryFor(flags.model, context)
  if (E.isLeft(library)) return library
  const read = await readRecorded(file, library.right, context.io.cwd)
  if (E.isLeft(read)) return read
  const { run, system } = read.right
  const { shrinkingRecorded } = await import('../trace/shrink/recorded.js')
  const shrunk = await told(run.model, shrinkingRecorded(run, system, context), context)
  if (E.isLeft(shrunk)) return E.left(await notShrunk(file, shrunk.left))
  const sized = await withSizes(shrunk.right, system, flags, context)
  if (E.isLeft(sized)) return sized
  const { out = null, model: modelPath = null, maxStates: states, verbose = false } = flags
  return write({ file, written: out, modelPath, states, ...sized.right }, sinks.right, context, verbose)
}

type Sized = Pick<ShrinkReport, 'before' | 'after' | 'model' | 'property' | 'lowered' | 'interrupted'>

/** Lets others have their turns while a run is made simpler; people who watch are told of it. */
async function told<T>(model: string, slices: Generator<void, T>, { io }: Context): Promise<T> {
  const clear = announce(`${model}: looking for simpler runs`, io)
  try {
    return await inTurns(slices)
  } finally {
    clear()
  }
}

/** Interrupted, what was found so far is what comes of it. */
async function withSizes(
  shrunk: Shrunk,
  system: Sizable,
  { keepParameters, maxStates: states }: Flags,
  context: Context,
): Promise<E.Either<CliError, Sized>> {
  const { signal } = context
  if (keepParameters === true || signal.aborted)
    return E.right({ ...shrunk, lowered: null, interrupted: signal.aborted })
  const { shrinkingAgain, shrinkingSizes } = await import('../trace/shrink/recorded.js')
  const sizes = await investigate(shrinkingSizes(shrunk, system, { bounds: { states }, signal }), context)
  if (E.isLeft(sizes)) return sizes
  if (sizes.right === null) return E.right({ ...shrunk, lowered: null, interrupted: true })
  const { lowered, shrunk: sized } = sizes.right
  const isSmaller = sized.model !== shrunk.model
  const simple = isSmaller ? await told(sized.model.name, shrinkingAgain(sized, context), context) : sized
  return E.right({ ...simple, lowered, interrupted: signal.aborted })
}

async function write(
  report: ShrinkReport,
  sinks: readonly Sink[],
  { io }: Context,
  verbose: boolean,
): Promise<E.Either<CliError, ExitCode>> {
  if (report.written !== null) {
    const written = await writeText(io.cwd, report.written, formatCounterexample(report.after))
    if (E.isLeft(written)) return written
  }
  const told = await writeDocument(
    sinks,
    { json: () => shrunkJson(report), text: (look) => shrunkText(report, look) },
    io,
    verbose,
  )
  return E.isLeft(told) ? told : E.right(report.interrupted ? 3 : 0)
}

async function notShrunk(file: string, why: NotShrunk): Promise<CliError> {
  const { describeStale } = await import('../trace/stale.js')
  const message =
    why.tag === 'stale'
      ? describeStale(why.stale)
      : `the model fails in ${why.during}, and no run leads there that could be made simpler`
  return { tag: 'not shrunk', file, message }
}
