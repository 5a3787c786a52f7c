import { Random } from '../../search/sampled/random.js'
import { keysOf, registersOf } from '../outcome.js'
import { Barrier } from './barrier.js'
import { BATCH, drawPlan, type Plan } from './plan.js'
import { ARRIVED, COUNTER, fenceOf, HALT, INTERRUPT, locationsFrom, type Share, type ShareReport } from './share.js'
import { Tally } from './tally.js'
import { type Walk, walkSource } from './walk.js'

/** How often a thread looks for the others before a walk: for some milliseconds, as they may have to get a processor first. */
const LINING_UP = 5_000_000

/** One thread's part in running a test batch after batch: its processor's program, and its share of the other work. */
export class Batches {
  private readonly memory: Int32Array
  private readonly reads: readonly Int32Array[]
  private readonly threads: number
  private readonly locations: readonly (readonly [name: string, initial: number])[]
  private readonly barrier: Barrier
  private readonly random: Random
  private readonly tallies = { plain: new Tally(), atomic: new Tally() }
  private readonly walks: { readonly plain: Walk; readonly atomic: Walk }
  /** How many have come to an instance in step, all in all. */
  private counted = 0

  constructor(private readonly share: Share) {
    const { test, processor, memory, reads, seed } = share
    this.memory = new Int32Array(memory)
    this.reads = reads.map((buffer) => new Int32Array(buffer))
    this.threads = test.threads.length
    this.locations = Object.entries(test.init)
    this.barrier = new Barrier(this.memory, ARRIVED, this.threads)
    this.random = new Random(seed)
    const walk = (loads: 'plain' | 'atomic') => new Function('walking', walkSource(test, processor, loads)) as Walk
    this.walks = { plain: walk('plain'), atomic: walk('atomic') }
  }

  run(): ShareReport {
    this.barrier.wait()
    const started = performance.now()
    const seconds = () => (performance.now() - started) / 1000
    for (let done = BATCH; Atomics.load(this.memory, HALT) === 0; done += BATCH) {
      this.batch(drawPlan(this.random, this.threads, this.locations.length, this.share.canWalkInStep))
      if (this.share.processor === 0 && this.isEnough(done, seconds())) Atomics.store(this.memory, HALT, 1)
      this.barrier.wait()
    }
    const { plain, atomic } = this.tallies
    return { plain: [...plain.outcomes()], atomic: [...atomic.outcomes()], seconds: seconds() }
  }

  private isEnough(done: number, seconds: number): boolean {
    const { iterations, seconds: most } = this.share
    return done >= iterations || seconds >= most || Atomics.load(this.memory, INTERRUPT) !== 0
  }

  private batch(plan: Plan): void {
    this.setUp(plan)
    this.barrier.wait()
    // Who slept at the barrier is late; all are to set off together, unless there is no processor for each.
    if (this.share.canWalkInStep) this.barrier.lineUp(LINING_UP)
    this.walk(plan)
    this.barrier.wait()
    this.count(plan)
  }

  /** The instances that this thread sets up and counts. */
  private mine({ first }: Plan): readonly [from: number, to: number] {
    const share = (this.share.processor + first) % this.threads
    return [Math.floor((share * BATCH) / this.threads), Math.floor(((share + 1) * BATCH) / this.threads)]
  }

  private setUp(plan: Plan): void {
    const [from, to] = this.mine(plan)
    this.locations.forEach(([, initial], l) => {
      const at = this.placeOf(plan, l)
      for (let i = from; i < to; i++) this.memory[at + i * plan.span] = initial
    })
  }

  private placeOf(plan: Plan, location: number): number {
    return locationsFrom(this.threads) + plan.offsets[location]!
  }

  private walk(plan: Plan): void {
    const { memory, threads } = this
    const { processor } = this.share
    for (let i = plan.delays[processor]!; i > 0; i--) Atomics.load(memory, HALT)
    this.walks[plan.loads]({
      memory,
      read: this.reads[processor]!,
      count: BATCH,
      start: plan.starts[processor]!,
      step: plan.step,
      span: plan.span,
      offsets: this.locations.map((_, l) => this.placeOf(plan, l)),
      fence: fenceOf(processor),
      counter: COUNTER,
      goal: this.counted,
      walkers: plan.inStep ? threads : 0,
      mostDelay: plan.mostDelay,
      seed: this.counted + processor,
    })
    if (plan.inStep) this.counted = (this.counted + threads * BATCH) | 0
  }

  private count(plan: Plan): void {
    const columns = this.columns(plan)
    const [from, to] = this.mine(plan)
    const root = this.tallies[plan.loads]
    for (let i = from; i < to; i++) {
      let node = root
      for (const { words, at, span } of columns) node = node.after(words[at + i * span]!)
      node.count++
    }
  }

  /** Where each value of an outcome is found, in the order of the keys. */
  private columns(plan: Plan): { readonly words: Int32Array; readonly at: number; readonly span: number }[] {
    const registers = this.share.test.threads.flatMap((thread, processor) => {
      const names = registersOf(thread)
      return names.map((_, at) => ({ words: this.reads[processor]!, at, span: names.length }))
    })
    const names = keysOf(this.share.test).slice(registers.length)
    const locations = names.map((name) => {
      const location = this.locations.findIndex(([loc]) => loc === name)
      return { words: this.memory, at: this.placeOf(plan, location), span: plan.span }
    })
    return [...registers, ...locations]
  }
}
