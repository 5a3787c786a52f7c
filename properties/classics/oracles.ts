import type * as classics from '../../models/classics/index.js'

/** What another checker found on a model, for ours to agree with. */
interface Configuration {
  readonly model: keyof typeof classics
  readonly parameters?: { readonly [name: string]: number | string | boolean }
  /** Precautions that the other checker's version of the system does not take. */
  readonly without?: readonly string[]
  /** The checker, and where the system it was given is published. */
  readonly source: string
}

/** The size of the whole state space. A number that was not published is left out. */
export interface Space extends Configuration {
  readonly distinct: number
  readonly generated?: number
  readonly depth?: number
  /** Takes long: only measured when asked for. */
  readonly heavy?: true
}

/** A shortest run to something, in states: what breaks a property, or what reaches a state that should be reachable. */
export interface ShortestRun extends Configuration {
  readonly property: string
  readonly states: number
}

const examples = (file: string) => `TLC, TLA+ Examples 32a32c7: ${file}`
const blockingQueue = (commit: string, file: string) => `TLC, github.com/lemmy/BlockingQueue ${commit}: ${file}`
const ported = (of: string) => `TLC and Spin 6.5.2, which agree, on ${of} written one step for one step`

export const spaces: readonly Space[] = [
  {
    model: 'peterson',
    distinct: 42,
    generated: 77,
    depth: 11,
    source: examples('locks_auxiliary_vars/Peterson.tla'),
  },
  { model: 'lock', distinct: 12, generated: 21, depth: 5, source: examples('locks_auxiliary_vars/Lock.tla') },
  {
    model: 'barrier',
    parameters: { processes: 6 },
    distinct: 64,
    generated: 194,
    depth: 7,
    source: examples('barriers/Barrier.tla'),
  },
  {
    model: 'reusableBarrier',
    parameters: { processes: 6 },
    distinct: 29279,
    generated: 104515,
    depth: 93,
    source: examples('barriers/Barriers.tla'),
  },
  {
    model: 'chandyMisra',
    parameters: { philosophers: 5 },
    distinct: 67,
    generated: 336,
    depth: 29,
    source: examples('DiningPhilosophers/DiningPhilosophers.tla'),
  },
  {
    model: 'readersWriters',
    parameters: { actors: 3 },
    distinct: 21527,
    generated: 59674,
    depth: 13,
    source: examples('ReadersWriters/MC.tla'),
  },
  {
    model: 'lamportMutex',
    parameters: { processes: 3, maxClock: 6 },
    distinct: 724274,
    generated: 2729079,
    depth: 61,
    source: examples('lamport_mutex/MCLamportMutex.tla'),
  },
  {
    model: 'disruptor',
    parameters: { writers: 2, readers: 3, size: 4, values: 10 },
    distinct: 112929,
    generated: 422781,
    depth: 81,
    source: examples('Disruptor/Disruptor_MPMC.tla with Disruptor_MPMC.cfg'),
  },
  {
    model: 'disruptor',
    parameters: { writers: 2, readers: 2, size: 4, values: 10 },
    distinct: 14365,
    generated: 44581,
    depth: 61,
    source: examples('Disruptor/Disruptor_MPMC.tla with Disruptor_MPMC_liveliness.cfg'),
  },
  {
    model: 'ewd840',
    parameters: { nodes: 3 },
    distinct: 302,
    generated: 2001,
    depth: 9,
    source: examples('ewd840/EWD840.tla'),
  },
  {
    model: 'terminationDetection',
    parameters: { nodes: 7 },
    distinct: 129,
    generated: 3722,
    depth: 1,
    source: examples('ewd840/SyncTerminationDetection.tla'),
  },
  {
    model: 'transactionCommit',
    parameters: { managers: 3 },
    distinct: 34,
    generated: 94,
    depth: 7,
    source: examples('transaction_commit/TCommit.tla'),
  },
  {
    model: 'twoPhaseCommit',
    parameters: { managers: 3 },
    distinct: 288,
    generated: 1146,
    depth: 11,
    source: examples('transaction_commit/TwoPhase.tla'),
  },
  {
    model: 'twoPhaseCommit',
    parameters: { managers: 4 },
    distinct: 1568,
    generated: 8258,
    depth: 14,
    source: examples('transaction_commit/TwoPhase.tla with 4 resource managers'),
  },
  {
    model: 'twoPhaseCommit',
    parameters: { managers: 5 },
    distinct: 8832,
    source: 'Stateright, example 2pc with 5 resource managers',
  },
  {
    model: 'twoPhaseCommit',
    parameters: { managers: 8 },
    distinct: 1745408,
    generated: 18507778,
    depth: 26,
    heavy: true,
    source: ported('TLA+ Examples, transaction_commit/TwoPhase.tla with 8 resource managers,'),
  },
  {
    model: 'simpleAllocator',
    parameters: { clients: 3, resources: 2 },
    distinct: 400,
    generated: 1633,
    depth: 6,
    source: examples('allocator/SimpleAllocator.tla'),
  },
  {
    model: 'schedulingAllocator',
    parameters: { clients: 3, resources: 2 },
    distinct: 1690,
    generated: 5854,
    depth: 7,
    source: examples('allocator/AllocatorRefinement.tla'),
  },
  {
    model: 'dijkstraMutex',
    parameters: { processes: 3 },
    distinct: 90882,
    generated: 282810,
    depth: 54,
    source: examples('dijkstra-mutex/DijkstraMutex.toolbox/LSpec-model/MC.tla'),
  },
  {
    model: 'alternatingBit',
    parameters: { values: 2, capacity: 2 },
    distinct: 240,
    generated: 1392,
    depth: 10,
    source: examples('SpecifyingSystems/TLC/MCAlternatingBit.tla'),
  },
  {
    model: 'filterLock',
    parameters: { processes: 2 },
    distinct: 20,
    generated: 35,
    depth: 7,
    source: ported('the filter lock with 2 processes'),
  },
  {
    model: 'filterLock',
    parameters: { processes: 3 },
    distinct: 417,
    generated: 946,
    depth: 18,
    source: ported('the filter lock with 3 processes'),
  },
  {
    model: 'filterLock',
    parameters: { processes: 6 },
    distinct: 5779920,
    generated: 22245397,
    depth: 69,
    heavy: true,
    source: ported('the filter lock with 6 processes'),
  },
  {
    model: 'philosophers',
    parameters: { philosophers: 5 },
    without: ['one takes the right fork first'],
    distinct: 242,
    generated: 806,
    depth: 13,
    source: ported('5 philosophers who all take the left fork first'),
  },
  {
    model: 'philosophers',
    parameters: { philosophers: 10 },
    without: ['one takes the right fork first'],
    distinct: 59048,
    generated: 393651,
    depth: 28,
    source: ported('10 philosophers who all take the left fork first'),
  },
  {
    model: 'philosophers',
    parameters: { philosophers: 14 },
    without: ['one takes the right fork first'],
    distinct: 4782968,
    generated: 44641031,
    depth: 40,
    heavy: true,
    source: ported('14 philosophers who all take the left fork first'),
  },
  {
    model: 'singleLaneBridge',
    parameters: { carsEachWay: 2 },
    distinct: 3605,
    generated: 20181,
    depth: 29,
    source: examples('SingleLaneBridge/MC.tla'),
  },
  {
    model: 'cigaretteSmokers',
    distinct: 6,
    generated: 15,
    depth: 2,
    source: examples('CigaretteSmokers/CigaretteSmokers.tla'),
  },
  {
    model: 'mcsTso',
    parameters: { cpus: 2 },
    distinct: 513,
    generated: 1145,
    depth: 46,
    source: ported('the MCS lock over store buffers with 2 processors'),
  },
  {
    model: 'mcsTso',
    parameters: { cpus: 4 },
    distinct: 1740793,
    generated: 7896417,
    depth: 98,
    heavy: true,
    source: ported('the MCS lock over store buffers with 4 processors'),
  },
  {
    model: 'stabilizingRing',
    parameters: { nodes: 6, values: 6 },
    distinct: 46656,
    generated: 248832,
    depth: 1,
    source: examples('ewd426/TokenRing.tla'),
  },
  {
    model: 'coffeeCan',
    parameters: { beans: 100 },
    distinct: 5150,
    generated: 20002,
    depth: 1,
    source: examples('CoffeeCan/CoffeeCan.tla with CoffeeCan100Beans.cfg'),
  },
  {
    model: 'blockingQueue',
    parameters: { producers: 1, consumers: 1, capacity: 1 },
    without: ['wake a thread of the other kind'],
    distinct: 4,
    generated: 7,
    depth: 3,
    source: blockingQueue('2fa4839', 'BlockingQueue.tla'),
  },
  {
    model: 'blockingQueue',
    parameters: { producers: 2, consumers: 2, capacity: 2 },
    without: ['wake a thread of the other kind'],
    distinct: 30,
    generated: 103,
    depth: 6,
    source: blockingQueue('2fa4839', 'BlockingQueue.tla'),
  },
  {
    model: 'blockingQueue',
    parameters: { producers: 4, consumers: 3, capacity: 3 },
    without: ['wake a thread of the other kind'],
    distinct: 10524,
    generated: 78629,
    depth: 47,
    source: blockingQueue('2fa4839', 'BlockingQueue.tla'),
  },
  {
    model: 'blockingQueue',
    parameters: { producers: 2, consumers: 1, capacity: 1 },
    distinct: 14,
    generated: 30,
    depth: 6,
    source: blockingQueue('0fc4987', 'BlockingQueue.tla'),
  },
  {
    model: 'lostUpdate',
    parameters: { threads: 2 },
    without: ['lock the counter'],
    distinct: 13,
    source: 'Stateright, example increment with 2 threads',
  },
]

export const shortestRuns: readonly ShortestRun[] = [
  { model: 'dieHard', property: 'four gallons can be measured', states: 7, source: examples('DieHard/DieHard.tla') },
  {
    model: 'dieHardest',
    property: 'both have four gallons',
    states: 12,
    source: examples('DieHard/MCDieHardest.tla'),
  },
  {
    model: 'missionariesAndCannibals',
    parameters: { ofEach: 3 },
    property: 'everybody gets across',
    states: 12,
    source: examples('MissionariesAndCannibals/MissionariesAndCannibals.tla'),
  },
  {
    model: 'spanningTree',
    parameters: { nodes: 3, network: 'one-way star' },
    property: 'a parent is a neighbour',
    states: 3,
    source: examples('spanning/MC_spanning.tla'),
  },
  {
    model: 'blockingQueue',
    parameters: { producers: 1, consumers: 2, capacity: 1 },
    without: ['wake a thread of the other kind'],
    property: 'somebody is awake',
    states: 8,
    source: blockingQueue('2fa4839', 'BlockingQueue.tla with p1c2b1.cfg'),
  },
  {
    model: 'blockingQueue',
    parameters: { producers: 2, consumers: 1, capacity: 1 },
    without: ['wake a thread of the other kind'],
    property: 'somebody is awake',
    states: 9,
    source: blockingQueue('2fa4839', 'BlockingQueue.tla with p2c1b1.cfg'),
  },
  {
    model: 'blockingQueue',
    parameters: { producers: 4, consumers: 3, capacity: 3 },
    without: ['wake a thread of the other kind'],
    property: 'somebody is awake',
    states: 47,
    source: blockingQueue('2fa4839', 'BlockingQueue.tla with p4c3b3.cfg'),
  },
]
