/** One model at one size, as both tools are given it, and what each must count. */
export interface Subject {
  /** The model's name in Shootdown's catalogue; its Promela is `promela/<model>.pml`. */
  readonly model: string
  /** The parameter that tells its size, for people. */
  readonly size: string
  /** The rest of `shootdown check <model>`. */
  readonly flags: readonly string[]
  /** What the Promela text is to be instantiated with. */
  readonly defines: { readonly [name: string]: number }
  readonly spin: {
    /** No shorter than the longest run that the depth-first search of Spin holds at once. */
    readonly depth: number
    /** States without successors are no errors. */
    readonly ignoreEnds?: boolean
  }
  readonly expected: Expected
}

export interface Expected {
  readonly distinct: number
  /** Initial states and successors, each time one is produced. */
  readonly generated: number
  /** States beyond the state constraint: Shootdown does not count them as distinct, Spin has to store them. */
  readonly excluded: number
  /** Whether all can come to stand still; it is the only violation in any of these models. */
  readonly deadlock: boolean
  /** Who counted this before. */
  readonly source: string
}

const BOTH = 'TLC and Spin 6.5.2, own restatements'
const SPIN = 'Spin 6.5.2, own restatement'

/** The sizes of a full comparison: between one and six million states. */
export const full: readonly Subject[] = [
  lamport(6, { distinct: 724_274, generated: 2_729_079, excluded: 198_682, source: BOTH }),
  filter(6, 1_000_000, { distinct: 5_779_920, generated: 22_245_397, source: BOTH }),
  mcs(4, 500_000, { distinct: 1_740_793, generated: 7_896_417, source: BOTH }),
  twoPhase(8, { distinct: 1_745_408, generated: 18_507_778, source: BOTH }),
  philosophers(14, 4_500_000, { distinct: 4_782_968, generated: 44_641_031, source: BOTH }),
]

/** Sizes for a look in passing. They are so small that a good part of the time goes into starting. */
export const quick: readonly Subject[] = [
  lamport(5, { distinct: 270_115, generated: 1_033_743, excluded: 102_431, source: SPIN }),
  filter(5, 100_000, { distinct: 223_105, generated: 741_066, source: SPIN }),
  mcs(3, 100_000, { distinct: 26_564, generated: 89_257, source: SPIN }),
  twoPhase(7, { distinct: 296_448, generated: 2_744_706, source: SPIN }),
  philosophers(11, 200_000, { distinct: 177_146, generated: 1_299_068, source: SPIN }),
]

type Counted = Pick<Expected, 'distinct' | 'generated' | 'source'>

function lamport(maxClock: number, counted: Counted & Pick<Expected, 'excluded'>): Subject {
  return {
    model: 'lamport-mutex',
    size: `3 to ${maxClock}`,
    flags: ['--processes', '3', '--max-clock', String(maxClock)],
    defines: { N: 3, MAX_CLOCK: maxClock },
    spin: { depth: 10_000, ignoreEnds: true },
    expected: { ...counted, deadlock: false },
  }
}

function filter(processes: number, depth: number, counted: Counted): Subject {
  return {
    model: 'filter-lock',
    size: String(processes),
    flags: ['--processes', String(processes)],
    defines: { N: processes },
    spin: { depth },
    expected: { ...counted, excluded: 0, deadlock: false },
  }
}

function mcs(cpus: number, depth: number, counted: Counted): Subject {
  return {
    model: 'mcs-tso',
    size: String(cpus),
    flags: ['--cpus', String(cpus)],
    defines: { N: cpus },
    spin: { depth },
    expected: { ...counted, excluded: 0, deadlock: false },
  }
}

function twoPhase(managers: number, counted: Counted): Subject {
  return {
    model: 'two-phase-commit',
    size: String(managers),
    flags: ['--managers', String(managers)],
    defines: { N: managers },
    spin: { depth: 10_000 },
    expected: { ...counted, excluded: 0, deadlock: false },
  }
}

/** Without the precaution that breaks the symmetry, and not stopping at the deadlock that follows. */
function philosophers(count: number, depth: number, counted: Counted): Subject {
  return {
    model: 'philosophers',
    size: String(count),
    flags: ['--philosophers', String(count), '--without', 'one takes the right fork first', '--keep-going'],
    defines: { N: count },
    spin: { depth },
    expected: { ...counted, excluded: 0, deadlock: true },
  }
}
