import { wrapWhole } from '../report/text.js'
import { columnsOf, type Io } from './io.js'

/** Says on standard error what is wrong or was left undone, on as many lines as it takes. */
export function complain({ stderr }: Pick<Io, 'stderr'>, text: string): void {
  // A command stays on one line, too: its spaces do not break.
  const kept = `shootdown: ${text}`.replace(/`[^`]*`/g, (command) => command.replaceAll(' ', '\0'))
  const lines = kept.split('\n').flatMap((line) => wrapWhole(line, columnsOf(stderr), 2))
  stderr.write(`${lines.join('\n').replaceAll('\0', ' ')}\n`)
}

/** Says what was left undone of a number of things when it was interrupted, if there is any. */
export function complainOfRest(io: Pick<Io, 'stderr'>, done: number, all: number, undone: string): void {
  if (done < all) complain(io, `interrupted; ${all - done} of ${all} ${undone}`)
}
