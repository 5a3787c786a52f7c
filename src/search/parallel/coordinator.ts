import type { Worker } from 'node:worker_threads'
import type { BreadthFirstOptions } from '../bfs.js'
import type { Identity } from '../checkpoint/identity.js'
import type { Expansion } from '../expansion.js'
import type { Progress } from '../outcome.js'
import { Spill, SpillFile } from '../spill.js'
import { inTurns, TURN } from '../turns.js'
import { Control, total } from './control.js'
import { Mail, portsFor } from './mail.js'
import { Member, type News } from './member.js'
import type { ModelReference } from './reference.js'
import { type Ending, searching } from './search.js'
import type { SharedLevels } from './shared-levels.js'
import { failureOf, startThread } from './thread.js'
import type { WorkerStart } from './worker.js'

const WORKER = new URL('./worker', import.meta.url)

export interface ParallelOptions extends BreadthFirstOptions {
  /** The search does not begin before all threads are ready; else the first begins alone. */
  readonly together?: boolean
}

/**
 * Breadth-first search by several threads, this one being the first: what there is, without the runs that lead there. The
 * expansion is for this thread; the others make their own by the reference. `identity` is what a checkpoint to go on from
 * must agree with.
 */
export async function searchInParallel(
  expansion: Expansion,
  reference: ModelReference,
  members: number,
  identity: Identity,
  { signal, together = false, ...options }: ParallelOptions,
  onProgress: (progress: Progress) => void = () => {},
): Promise<Ending & { readonly initialStates: number }> {
  const memory = Control.memoryFor(members)
  const control = new Control(memory, 0, members)
  const [ports, ...theirs] = portsFor(members)
  const { storage = 'fingerprints', frontierMemory } = options
  const files = frontierMemory === undefined ? [] : Array.from({ length: members }, () => new SpillFile())
  const spill = frontierMemory === undefined ? null : new Spill(frontierMemory / members, files[0]!)
  const mail = new Mail<News>(ports!)
  const member = new Member(expansion, { control, mail, storage, spill })
  const threads: Worker[] = []
  let failed: Promise<never> | null = null
  const summon = () => {
    theirs.forEach((own, i) => {
      const me = i + 1
      const file = files[me]?.descriptor ?? null
      const start: WorkerStart = { reference, control: memory, ports: own, me, members, options, identity, file }
      threads.push(
        startThread(
          WORKER,
          start,
          own.flatMap((port) => port ?? []),
        ),
      )
    })
    failed = failureOf(threads)
  }
  const interrupt = () => control.interrupt()
  signal?.addEventListener('abort', interrupt)
  if (signal?.aborted) interrupt()
  try {
    const search = searching(member, control, { options, identity, summon, together })
    const ending = await inTurns(sleeping(search, control), () => {
      onProgress(progressOf(member.levels, control))
      return failed
    })
    return { ...ending, initialStates: member.levels.initialStates }
  } finally {
    signal?.removeEventListener('abort', interrupt)
    mail.close()
    await Promise.all(threads.map((thread) => thread.terminate()))
    for (const file of files) file.close()
  }
}

/** The same, asleep where it has to wait for another thread; not for long, as this one has more to attend to. */
function* sleeping(search: ReturnType<typeof searching>, control: Control): ReturnType<typeof searching> {
  for (;;) {
    const step = search.next()
    if (step.done) return step.value
    if (step.value === 'waiting') control.sleep(TURN)
    yield step.value
  }
}

function progressOf(levels: SharedLevels, control: Control): Progress {
  const tallies = control.glance()
  const own = { generated: levels.explorer.generated, distinct: levels.distinct, found: levels.found }
  const others = (field: keyof typeof own) => total(tallies.slice(1), field)
  return {
    generated: own.generated + others('generated'),
    distinct: own.distinct + others('distinct'),
    depth: levels.depth,
    queue: levels.waiting + own.found + others('found'),
    bytes: total(tallies, 'bytes'),
  }
}
