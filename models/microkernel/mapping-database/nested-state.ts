import { array, bool, id, int, type Of, set, struct } from '../../../src/index.js'
import { splitNode } from './outstanding.js'

/** A page that is handed on through `count` subsystems, and the processors that take it back. */
export function nestedState(cpus: number, count: number) {
  const subsystem = int(0, count - 1)
  return struct({
    page: array(
      count,
      struct({
        /** The page-table entry: whether the page (or the right to write to it) is there, and whether it refers to the node. */
        permitted: bool,
        refers: bool,
        valid: bool,
        /** Processors that have not been quiescent since the node was taken out. */
        notQuiescent: set(id('cpu', cpus)),
        /** Whether the split node stands in the list of the subsystem around it. */
        inList: bool,
        /** Whether the processor on which the space runs has the translation. */
        cached: bool,
      }),
    ),
    split: array(count, splitNode(cpus, subsystem)),
    cpu: array(cpus, registers(count)),
  })
}

function registers(count: number) {
  const subsystem = int(0, count - 1)
  return struct({
    inKernel: bool,
    /** Where the walk begins, the innermost subsystem that it is in, and the last one that it has come to. */
    start: subsystem,
    inner: subsystem,
    last: subsystem,
    /** What it has taken, and what else it has found outstanding, as far as it has not shot yet. */
    taken: set(subsystem),
    found: set(subsystem),
    /** The split nodes in which it has put itself down, where their records do not tell. */
    recordedIn: set(subsystem),
    /** What is to be gone when it returns. No kernel keeps it. */
    doomed: set(subsystem),
  })
}

export type Cpu = Of<ReturnType<typeof registers>> & { readonly id: number }
