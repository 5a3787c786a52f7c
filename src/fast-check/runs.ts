import fc from 'fast-check'
import type { Model } from '../model/model.js'
import { expansionOf } from '../search/expansion.js'
import type { Path } from '../search/outcome.js'
import { type Run, type RunStep, type Walker, walkAlong, walkerOf } from '../trace/run.js'
import { ALL } from '../trace/shrink/candidates.js'
import { isSimpler, type Taken } from '../trace/shrink/schedule.js'
import { type Alternatives, along, by, type Chooser, Stage } from '../trace/shrink/stage.js'
import { stepLine } from './step-line.js'

/** A run of a model as fast-check draws it: the states it came by, and its path, by which it can be taken again. */
export interface ModelRun<Plain = unknown> extends Run {
  readonly model: Model
  readonly path: Path
  readonly initial: Plain
  readonly steps: readonly (RunStep & { readonly state: Plain })[]
}

export interface RunsOptions {
  /** How many steps a run has at most; 50 unless said otherwise. */
  readonly maxSteps?: number
}

/**
 * Runs of a model: initial states, schedules and what is picked on the way. They shrink by dropping and reordering steps and
 * by picking earlier alternatives, and are runs of the model at every stage. A run ends where nothing can happen, beyond
 * the state constraint, and before a step in which the model fails.
 */
export function runs<View, Plain>(model: Model<View, Plain>, options: RunsOptions = {}): fc.Arbitrary<ModelRun<Plain>> {
  return new Runs<Plain>(model, options.maxSteps ?? 50)
}

class Runs<Plain> extends fc.Arbitrary<ModelRun<Plain>> {
  private readonly stage: Stage
  private readonly walker: Walker

  constructor(
    private readonly model: Model,
    private readonly maxSteps: number,
  ) {
    super()
    // What must hold is for the property under test to say.
    this.stage = new Stage(expansionOf({ ...model, properties: {}, mayStop: () => true }))
    this.walker = walkerOf(model)
  }

  generate(mrng: fc.Random, biasFactor: number | undefined): fc.Value<ModelRun<Plain>> {
    const short = biasFactor !== undefined && mrng.nextInt(1, biasFactor) === 1
    const steps = mrng.nextInt(0, short ? Math.min(5, this.maxSteps) : this.maxSteps)
    const taken = this.stage.run(rambling(mrng, steps))
    if (taken === null) throw new RangeError(`${this.model.name} has no initial state to begin a run in`)
    return this.asValue(taken)
  }

  canShrinkWithoutContext(value: unknown): value is ModelRun<Plain> {
    return (
      typeof value === 'object' && value !== null && 'path' in value && 'model' in value && value.model === this.model
    )
  }

  shrink(value: ModelRun<Plain>, context: unknown): fc.Stream<fc.Value<ModelRun<Plain>>> {
    const taken = (context as Taken | undefined) ?? this.stage.run(along(value.path))
    return taken === null ? fc.Stream.nil() : fc.stream(this.simpler(taken))
  }

  private *simpler(taken: Taken): Generator<fc.Value<ModelRun<Plain>>> {
    for (const candidates of ALL)
      for (const schedule of candidates(() => taken)) {
        if (!isSimpler(schedule, taken.schedule)) continue
        const made = this.stage.run(by(schedule))
        if (made !== null && isSimpler(made.schedule, taken.schedule)) yield this.asValue(made)
      }
  }

  private asValue(taken: Taken): fc.Value<ModelRun<Plain>> {
    const { path } = taken
    const run = walkAlong(this.walker, path)
    const text = () => textOf(run)
    // Printed by fast-check and by people; not a part of the data, so that runs can be compared.
    const hidden = { [fc.toStringMethod]: { value: text }, toString: { value: text } }
    return new fc.Value(Object.defineProperties({ model: this.model, path, ...run }, hidden) as ModelRun<Plain>, taken)
  }
}

/**
 * Draws who acts, then what is picked, so that a thread with many alternatives is not more likely to act. Some runs change
 * threads all the time, and some hardly ever: either kind finds what the other does not.
 */
function rambling(mrng: fc.Random, steps: number): Chooser {
  const persistence = mrng.nextInt(0, 2)
  let left = steps + 1
  let last = -1
  return (among) => {
    if (among.length === 0 || left-- === 0) return -1
    const threads = [...new Set(among.map((move) => move.thread))]
    const stays = threads.includes(last) && mrng.nextInt(0, 2 ** (2 * persistence)) > 1
    last = stays ? last : threads[mrng.nextInt(0, threads.length - 1)]!
    return drawOf(among, last, mrng)
  }
}

function drawOf(among: Alternatives, thread: number, mrng: fc.Random): number {
  const own = among.flatMap((move, i) => (move.thread === thread ? [i] : []))
  return own[mrng.nextInt(0, own.length - 1)]!
}

/** `cpu 0: take ticket; cpu 1: take ticket; tick(to: 2)`, after what was picked for the initial state. */
function textOf({ start, steps }: Run): string {
  const begin = start.picked.length === 0 ? [] : [`initial state [picked ${start.picked.join(', ')}]`]
  const lines = [...begin, ...steps.map(stepLine)]
  return lines.length === 0 ? 'the initial state' : lines.join('; ')
}
