import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { type ShrinkReport, shrunkJson, shrunkText } from '../report/shrunk.js'
import { formatCounterexample } from '../trace/format.js'
import type { NotShrunk, Shrunk } from '../trace/shrink/recorded.js'
import type { Sizable } from '../trace/shrink/smallest.js'
import type { Context, ExitCode } from './context.js'
import type { CliError } from './errors.js'
import { writeText } from './files.js'
import { investigate } from './investigate.js'
import { collect, positive, verboseOption } from './options.js'
import { type Sink, sinksFor } from './output.js'
import { readRecorded, systemsFor } from './recorded.js'
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
  const systems = await systemsFor(flags.model, context)
  if (E.isLeft(systems)) return systems
  const read = await readRecorded(file, systems.right, context.io.cwd)
  if (E.isLeft(read)) return read
  const { run, system } = read.right
  const { shrinkRecorded } = await import('../trace/shrink/recorded.js')
  const shrunk = shrinkRecorded(run, system)
  if (E.isLeft(shrunk)) return E.left(await notShrunk(file, shrunk.left))
  const sized = await withSizes(shrunk.right, system, flags, context)
  if (E.isLeft(sized)) return sized
  const { out = null, model: modelPath = null, maxStates: states, verbose = false } = flags
  return write({ file, written: out, modelPath, states, ...sized.right }, sinks.right, context, verbose)
}

type Sized = Pick<ShrinkReport, 'before' | 'after' | 'model' | 'property' | 'lowered' | 'interrupted'>

/** Interrupted, what was found so far is what comes of it. */
async function withSizes(
  shrunk: Shrunk,
  system: Sizable,
  { keepParameters, maxStates: states }: Flags,
  context: Context,
): Promise<E.Either<CliError, Sized>> {
  if (keepParameters === true) return E.right({ ...shrunk, lowered: null, interrupted: false })
  const { shrinkingSizes } = await import('../trace/shrink/recorded.js')
  const options = { bounds: { states }, signal: context.signal }
  const sizes = await investigate(shrinkingSizes(shrunk, system, options), context)
  if (E.isLeft(sizes)) return sizes
  if (sizes.right === null) return E.right({ ...shrunk, lowered: null, interrupted: true })
  return E.right({ ...sizes.right.shrunk, lowered: sizes.right.lowered, interrupted: false })
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
