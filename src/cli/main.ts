import { createRequire } from 'node:module'
import { Command, CommanderError } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { flagOf } from '../report/command.js'
import type { Loaded } from './catalogue.js'
import { checkCommand } from './check.js'
import { complain } from './complain.js'
import type { Context, ExitCode } from './context.js'
import { type CliError, describe } from './errors.js'
import { fencesCommand } from './fences.js'
import { inductiveCommand } from './inductive.js'
import { type Io, processIo } from './io.js'
import { listCommand } from './list.js'
import { litmusCommand } from './litmus.js'
import { isPath, loadModel } from './load.js'
import { mutateCommand } from './mutate.js'
import { precautionsCommand } from './precautions.js'
import { proveCommand } from './prove.js'
import { replayCommand } from './replay.js'
import type { Shipped } from './shipped.js'
import { shrinkCommand } from './shrink.js'
import { tourCommand } from './tour.js'

/** Runs a command line over what the toolkit is shipped with, and answers with the exit code. It never throws. */
export async function main(argv: readonly string[], shipped: Shipped, io: Io = processIo()): Promise<number> {
  const interruption = interruptionOf(io)
  try {
    return await run(argv, shipped, io, interruption)
  } catch (thrown) {
    return internalError(thrown, io)
  } finally {
    interruption.forget()
  }
}

interface Interruption {
  readonly signal: AbortSignal
  forget(): void
}

/** Ctrl-C. Until a command asks for the signal it has nothing to tell, and the process may just end. */
function interruptionOf(io: Io): Interruption {
  const controller = new AbortController()
  let stop = () => {}
  let listens = false
  return {
    get signal() {
      if (!listens) stop = io.onInterrupt(() => controller.abort())
      listens = true
      return controller.signal
    },
    forget: () => stop(),
  }
}

async function run(argv: readonly string[], shipped: Shipped, io: Io, interruption: Interruption): Promise<number> {
  const ended: { outcome: E.Either<CliError, ExitCode> } = { outcome: E.right(0) }
  const finish: Context['finish'] = (outcome) => {
    ended.outcome = outcome
  }
  const named = await namedModels(argv, shipped, io)
  if (E.isLeft(named)) return fail(named.left, io)
  const context: Context = {
    ...shipped,
    io,
    finish,
    named: named.right,
    get signal() {
      return interruption.signal
    },
  }
  try {
    await programFor(context).parseAsync(spelled(argv, named.right), { from: 'user' })
  } catch (thrown) {
    // What commander has to say it has said; asking for help is no error.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2
    throw thrown
  }
  return E.isLeft(ended.outcome) ? fail(ended.outcome.left, io) : ended.outcome.right
}

/** The commands that take the parameters of models as options. */
const SEARCHING = new Map([
  ['check', checkCommand],
  ['precautions', precautionsCommand],
  ['mutate', mutateCommand],
  ['inductive', inductiveCommand],
  ['fences', fencesCommand],
])

/** The commands, built for one command line. */
function programFor(context: Context): Command {
  const program = new Command('shootdown')
    .description('A model checker for kernel and hardware concurrency.')
    .addHelpText('after', '\nExit codes: 0 as expected, 1 violated, 2 wrong use or model, 3 inconclusive.')
  for (const command of [
    checkCommand,
    precautionsCommand,
    fencesCommand,
    mutateCommand,
    inductiveCommand,
    replayCommand,
    shrinkCommand,
    listCommand,
    litmusCommand,
    proveCommand,
    tourCommand,
  ])
    program.addCommand(command(context))
  program.helpCommand(false).addCommand(helpCommand(program)).option('-V, --version', 'show the version')
  program.on('option:version', () => {
    context.io.stdout.write(`${packageVersion()}\n`)
    throw new CommanderError(0, 'commander.version', '')
  })
  for (const command of [program, ...program.commands]) quiet(command, context.io)
  return program
}

/** `help [command]`; commander's own takes no notice of a command that there is not. */
function helpCommand(program: Command): Command {
  return new Command('help')
    .argument('[command]')
    .description('display help for command')
    .action((name?: string) => {
      if (name === undefined) program.help()
      const command = program.commands.find((c) => c.name() === name)
      if (command === undefined) program.error(`error: unknown command '${name}'`)
      command.help()
    })
}

/** Read from the package itself, under whichever name of a folder it lies. */
function packageVersion(): string {
  return (createRequire(import.meta.url)('shootdown/package.json') as { readonly version: string }).version
}

/** Makes a command say what it has to say through `io`, and throw rather than exit. */
function quiet(command: Command, io: Io): Command {
  return command.exitOverride().configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: (text) => io.stderr.write(text),
    outputError: (text) => complain(io, spoken(text, command.name())),
    getOutHelpWidth: () => 80,
    getErrHelpWidth: () => 80,
  })
}

/** What commander has to say of wrong use of a command, as everything else here says it. */
function spoken(text: string, command: string): string {
  const help = SEARCHING.has(command) ? `${command} MODEL --help` : `${command} --help`
  return text
    .trimEnd()
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean (one of .*)\?\)$/, ' (did you mean $1?)')
    .replace(/\n\(Did you mean (.*)\?\)$/, ' (did you mean "$1"?)')
    .replace(/(unknown option '[^']*')$/, `$1; \`shootdown ${help}\` shows all there are`)
}

/**
 * The models that a command line names, loaded before its options are known: their parameters are options too. What
 * stands behind an unknown option may be its value, so that only what cannot be one is taken for a mistake.
 */
async function namedModels(
  argv: readonly string[],
  { catalogue }: Shipped,
  io: Io,
): Promise<E.Either<CliError, readonly Loaded[]>> {
  const build = SEARCHING.get(argv[0] ?? '')
  if (build === undefined) return E.right([])
  const probe = build({
    catalogue,
    io,
    signal: new AbortController().signal,
    named: [],
    finish: () => {},
  })
  const { operands, unknown } = wordsOf(probe, argv.slice(1))
  const loaded: Loaded[] = []
  for (const word of [...operands, ...unknown.filter((w) => !w.startsWith('-'))]) {
    const isOperand = operands.includes(word)
    if (!isOperand && !isPath(word) && !catalogue.some((s) => s.system.name === word)) continue
    const models = await loadModel(word, catalogue, io.cwd)
    if (E.isRight(models)) loaded.push(...models.right)
    else if (isOperand) return models
  }
  return E.right(loaded.length > 0 ? loaded : catalogue.map((system) => ({ system, asked: system.system.name })))
}

function wordsOf(probe: Command, argv: readonly string[]): { operands: string[]; unknown: string[] } {
  try {
    return probe
      .exitOverride()
      .configureOutput({ writeErr: () => {}, writeOut: () => {} })
      .parseOptions([...argv])
  } catch {
    // A wrong value of a known option: the real command will say so.
    return { operands: [], unknown: [] }
  }
}

/** A parameter may be written as the model spells it: `--maxClock` is `--max-clock`. */
function spelled(argv: readonly string[], named: readonly Loaded[]): string[] {
  const names = new Set(named.flatMap(({ system }) => Object.keys(system.system.parameters)))
  return argv.map((word) => {
    const [, name, rest] = /^--([A-Za-z]\w*)(=.*)?$/.exec(word) ?? []
    return name !== undefined && names.has(name) ? `${flagOf(name)}${rest ?? ''}` : word
  })
}

function fail(error: CliError, io: Io): ExitCode {
  complain(io, describe(error))
  return 2
}

function internalError(thrown: unknown, io: Io): ExitCode {
  const { message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown))
  const more = io.env.SHOOTDOWN_DEBUG ? `\n${stack}` : ' (SHOOTDOWN_DEBUG=1 shows where)'
  complain(io, `internal error, please report it: ${message}${more}`)
  return 2
}
