import { type Expansion, StepFault } from '../../search/expansion.js'
import { threadsOf } from '../../search/threads.js'
import { type Move, type Schedule, sameChoices, switchesOf } from './schedule.js'

/** How many ways to have come part of the way are looked at. */
const MOST = 20_000

/** Part of a reordered run: how far each thread has come, where that leads, who acted last, and what came before. */
interface Part {
  readonly state: Int32Array
  readonly made: readonly number[]
  readonly last: number
  readonly before: Part | null
}

/**
 * The orders of the same moves that can be followed to the end with fewer switches between threads, the fewest first.
 * Which moves a thread makes, and what they pick, stays as it is. Gives up, with nothing left to try, when there are too
 * many ways. A null now and then is a pause, for whoever has something else to do.
 */
export function* reordered(expansion: Expansion, schedule: Schedule): Generator<Schedule | null> {
  const orders = new Orders(expansion, schedule)
  const seen = new Set<string>()
  // To begin is a switch from nobody.
  let round = orders.begin()
  for (let switches = -1; switches < switchesOf(schedule) && round.length > 0; switches++) {
    const later: Part[] = []
    for (let part = round.pop(); part !== undefined; part = round.pop()) {
      const key = `${part.made} ${part.last} ${part.state}`
      if (seen.has(key)) continue
      if (seen.add(key).size > MOST) return
      if (orders.isWhole(part)) yield { ...schedule, moves: orders.movesOf(part) }
      else {
        yield null
        for (const next of orders.after(part)) (next.last === part.last ? round : later).push(next)
      }
    }
    round = later
  }
}

class Orders {
  private readonly threads: readonly number[]
  private readonly moves: readonly (readonly Move[])[]
  private readonly acting: () => number

  constructor(
    private readonly expansion: Expansion,
    private readonly schedule: Schedule,
  ) {
    const { moves } = schedule
    this.threads = [...new Set(moves.map((m) => m.thread))]
    this.moves = this.threads.map((thread) => moves.filter((m) => m.thread === thread))
    this.acting = threadsOf(expansion).acting
  }

  begin(): Part[] {
    const { expansion, schedule } = this
    const parts: Part[] = []
    expansion.initialStates(() => {
      if (parts.length > 0 || !sameChoices(expansion.event().choices, schedule.start)) return
      parts.push({ state: expansion.draft.slice(), made: this.threads.map(() => 0), last: -1, before: null })
    })
    return parts
  }

  isWhole({ made }: Part): boolean {
    return made.every((n, k) => n === this.moves[k]!.length)
  }

  movesOf(part: Part): Move[] {
    if (part.before === null) return []
    return [...this.movesOf(part.before), this.moves[part.last]![part.before.made[part.last]!]!]
  }

  /** What can come next: nothing beyond the constraint, or where the model fails. */
  after(part: Part): Part[] {
    const { expansion } = this
    const parts: Part[] = []
    const constraint = expansion.model.constraint as ((s: unknown) => boolean) | null
    expansion.load(part.state, 0)
    try {
      if (constraint !== null && !constraint(expansion.view)) return []
      expansion.successors(0, 0, () => {
        const last = this.threads.indexOf(this.acting())
        const next = this.moves[last]?.[part.made[last]!]
        if (next === undefined || !sameChoices(expansion.event().choices, next.choices)) return
        const made = part.made.with(last, part.made[last]! + 1)
        parts.push({ state: expansion.draft.slice(), made, last, before: part })
      })
      return parts
    } catch (thrown) {
      if (thrown instanceof StepFault) return []
      throw thrown
    }
  }
}
