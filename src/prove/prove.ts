import { evaluate, type Value, type Values } from './evaluate.js'
import { conditionsOf, hintedNegationsOf, type Lemma, negationOf, type Sort } from './lemma.js'
import { type Answer, openSolver, type Solver } from './solver.js'
import { and, type Bool } from './term.js'

export interface Proof {
  /** `false`: there is a counterexample. `inconclusive`: the solver gave up, and `reason` says why. */
  readonly verdict: 'proved' | 'false' | 'inconclusive'
  /** Values for which the lemma fails: recomputed, so that they do not rest on the solver or its translation. */
  readonly counterexample: Values | null
  /** It is proved, but nothing satisfies its assumption. */
  readonly vacuous: boolean
  readonly reason: string | null
  readonly seconds: number
}

export interface ProveOptions {
  /** How long the proof of a lemma may take, in seconds, not counting those of the lemmas it uses; by default, a minute. */
  readonly timeout?: number
}

/** In seconds. */
export const DEFAULT_TIMEOUT = 60

/** Whether a lemma came out as it says that it should. */
export function isAsExpected({ verdict, vacuous }: Proof, { expected }: Pick<Lemma, 'expected'>): boolean {
  return verdict === expected && !vacuous
}

/** Proves lemmas, each once, with one solver. Close it, or the process does not end. */
export class Prover {
  private readonly proofs = new Map<Lemma, Promise<Proof>>()
  private interrupted = false
  /** When the proof that is being looked for is given up. */
  private deadline = 0

  private constructor(
    private readonly solver: Solver,
    private readonly seconds: number,
  ) {}

  static async open({ timeout = DEFAULT_TIMEOUT }: ProveOptions = {}): Promise<Prover> {
    return new Prover(await openSolver(), timeout)
  }

  /** Proves a lemma, and before it those that it uses. */
  prove(lemma: Lemma): Promise<Proof> {
    const known = this.proofs.get(lemma)
    if (known !== undefined) return known
    const proof = this.attempt(lemma)
    this.proofs.set(lemma, proof)
    return proof
  }

  /** Gives up what is being proved, and all that is asked after it. */
  interrupt(): void {
    this.interrupted = true
    this.solver.interrupt()
  }

  close(): Promise<void> {
    return this.solver.close()
  }

  private async attempt(lemma: Lemma): Promise<Proof> {
    const isHelped = await this.proveUsed(lemma)
    const started = performance.now()
    this.deadline = started + this.seconds * 1000
    const outcome = await this.decide(lemma, isHelped)
    return { ...NOTHING, ...outcome, seconds: (performance.now() - started) / 1000 }
  }

  /** Whether all that the lemma uses is proved. */
  private async proveUsed({ uses }: Lemma): Promise<boolean> {
    for (const { lemma } of uses) if ((await this.prove(lemma)).verdict !== 'proved') return false
    return true
  }

  private async decide(lemma: Lemma, isHelped: boolean): Promise<Partial<Proof> & Pick<Proof, 'verdict'>> {
    const hasHints = lemma.uses.length + lemma.forgets.length + lemma.cases.length > 0
    if (hasHints && isHelped && (await this.isProvedAsHinted(lemma)))
      return { verdict: 'proved', vacuous: await this.isVacuous(lemma) }
    // What was forgotten may have been needed: only the lemma itself can be refuted.
    const answer = await this.ask(negationOf(lemma))
    if (answer.tag === 'unknown') return { verdict: 'inconclusive', reason: answer.reason }
    if (answer.tag === 'values')
      return { verdict: 'false', counterexample: confirmed(lemma, negationOf(lemma), answer.values) }
    return { verdict: 'proved', vacuous: await this.isVacuous(lemma) }
  }

  private async isProvedAsHinted(lemma: Lemma): Promise<boolean> {
    for (const conditions of hintedNegationsOf(lemma)) if ((await this.ask(conditions)).tag !== 'none') return false
    return true
  }

  private async isVacuous(lemma: Lemma): Promise<boolean> {
    const conditions = conditionsOf(lemma.assume)
    const answer = await this.ask(conditions)
    if (answer.tag === 'values') confirmed(lemma, conditions, answer.values)
    return answer.tag === 'none'
  }

  private async ask(conditions: readonly Bool[]): Promise<Answer> {
    if (this.interrupted) return { tag: 'unknown', reason: 'interrupted' }
    const left = (this.deadline - performance.now()) / 1000
    return left > 0 ? this.solver.ask(conditions, left) : { tag: 'unknown', reason: 'timeout' }
  }
}

const NOTHING = { counterexample: null, vacuous: false, reason: null }

/** The solver's values, and zero for what it did not care about, if the conditions do hold for them. */
function confirmed({ variables }: Lemma, conditions: readonly Bool[], found: Values): Values {
  const values = Object.fromEntries(
    Object.entries(variables).map(([name, sort]) => [name, found[name] ?? zeroOf(sort)]),
  )
  if (evaluate(and(...conditions), values)) return values
  throw new Error(`the solver's answer is wrong: the conditions do not hold for ${JSON.stringify(values, bigIntText)}`)
}

function zeroOf(sort: Sort): Value {
  return sort.sort === 'bits' ? 0n : false
}

function bigIntText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

/** Proves a single lemma. */
export async function prove(lemma: Lemma, options: ProveOptions = {}): Promise<Proof> {
  const prover = await Prover.open(options)
  try {
    return await prover.prove(lemma)
  } finally {
    await prover.close()
  }
}
