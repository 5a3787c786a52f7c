/**
 * Who has mapped what to whom, and what each processor does again and again. Every address space has the page, or one page
 * of a few, at one address, so that a space and a page-table entry are the same thing here. Space 0 is A, at the root.
 */
export interface Scenario {
  readonly spaces: number
  /** Sub-pages of the root's page; the list of each begins in an array if there are several. */
  readonly pages: number
  /** For each space, the sub-page that it has. */
  readonly page: readonly number[]
  /** The mappings there are at first, each from one that is there already. */
  readonly mapped: readonly { readonly from: number; readonly to: number; readonly independent: boolean }[]
  /** For each processor, the operations it may begin. */
  readonly calls: readonly (readonly Call[])[]
  /** How many map nodes and split nodes there are. */
  readonly nodes: number
  readonly splits: number
}

export interface Call {
  readonly operation: Operation
  readonly from: number
  readonly to: number
}

/**
 * `unmap` takes a mapping with all that was handed on from it, `revoke` only the latter, and `restrict` takes the right to
 * write from that. A mapping is made in the subsystem of the one it is handed on from, or independent of it, with a split
 * node of its own; `grant` puts it into another space, with all that was handed on from it.
 */
export const operations = ['map', 'map independently', 'grant', 'unmap', 'revoke', 'restrict'] as const
export type Operation = (typeof operations)[number]

/** The operations that walk through what was handed on. */
export function takesBack(operation: Operation): boolean {
  return operation === 'unmap' || operation === 'revoke' || operation === 'restrict'
}

export function grants({ calls }: Scenario): boolean {
  return calls.flat().some(({ operation }) => operation === 'grant')
}

export function makesSubsystems({ calls }: Scenario): boolean {
  return calls.flat().some(({ operation }) => operation === 'map independently')
}

const [A, B, C, D, E] = [0, 1, 2, 3, 4]

const call = (operation: Operation, from: number, to = from): Call => ({ operation, from, to })
const onePage = { pages: 1, page: [0, 0, 0, 0, 0] }
const dependent = (from: number, to: number) => ({ from, to, independent: false })
const independent = (from: number, to: number) => ({ from, to, independent: true })

export const scenarioNames = [
  'two levels',
  'two mappings of a frame',
  'pages of two sizes',
  'overlapping sets',
  'one subsystem',
  'one target',
  'over-mapping',
  'two subsystems',
  'restriction',
  'granting',
  'granting to another subsystem',
  'three subsystems',
  'three levels',
  'new subsystem',
] as const
export type ScenarioName = (typeof scenarioNames)[number]

export const scenarios: { readonly [N in ScenarioName]: Scenario } = {
  /** Figure 5.6b: A works on its mappings while C, mapped from B, works on its own; both hand the page on to D. */
  'two levels': {
    ...onePage,
    spaces: 4,
    mapped: [dependent(A, B), independent(B, C)],
    calls: [[call('revoke', A), call('map', A, D)], [call('map', C, D), call('revoke', C)], [call('unmap', B)]],
    nodes: 4,
    splits: 2,
  },
  /** Figure 5.6a: a frame is in B and in C, and each hands it on. */
  'two mappings of a frame': {
    ...onePage,
    spaces: 5,
    mapped: [independent(A, B), independent(A, C)],
    calls: [[call('map', B, D), call('revoke', B)], [call('map', C, E), call('revoke', C)], [call('revoke', A)]],
    nodes: 5,
    splits: 3,
  },
  /** Figure 5.6c: A has a super page, of which B and C have a part each. */
  'pages of two sizes': {
    spaces: 4,
    pages: 2,
    page: [0, 0, 1, 1],
    mapped: [independent(A, B), independent(A, C)],
    calls: [
      [call('revoke', A), call('map independently', A, B)],
      [call('map', C, D), call('unmap', C)],
      [call('unmap', B)],
    ],
    nodes: 4,
    splits: 3,
  },
  /** Figure 5.6d: A works on what it mapped to B and to C, while C works on its own. */
  'overlapping sets': {
    spaces: 4,
    pages: 2,
    page: [0, 0, 1, 1],
    mapped: [dependent(A, B), independent(A, C)],
    calls: [[call('revoke', A), call('map', A, B)], [call('map', C, D), call('revoke', C)], [call('unmap', B)]],
    nodes: 4,
    splits: 2,
  },
  /** Everything depends on A: one lock for all. */
  'one subsystem': {
    ...onePage,
    spaces: 3,
    mapped: [dependent(A, B)],
    calls: [
      [call('map', A, B), call('unmap', B)],
      [call('map', B, C), call('revoke', B)],
      [call('unmap', C), call('revoke', A)],
    ],
    nodes: 3,
    splits: 1,
  },
  /** Two subsystems hand the frame on to the same place. */
  'one target': {
    ...onePage,
    spaces: 4,
    mapped: [independent(A, B), independent(A, C)],
    calls: [[call('map', B, D), call('unmap', D)], [call('map', C, D), call('revoke', C)], [call('unmap', D)]],
    nodes: 5,
    splits: 3,
  },
  /** A takes B's mapping and all that is below it, while B gets another one, from C. */
  'over-mapping': {
    ...onePage,
    spaces: 4,
    mapped: [dependent(A, B), dependent(B, D), independent(A, C)],
    calls: [[call('unmap', B)], [call('map', C, B), call('unmap', B)], [call('revoke', C)]],
    nodes: 5,
    splits: 2,
  },
  /** A takes back from two subsystems, one after the other, and somebody looks into both. */
  'two subsystems': {
    ...onePage,
    spaces: 4,
    mapped: [independent(A, B), independent(A, C)],
    calls: [[call('revoke', A)], [call('unmap', B), call('map', C, D)], [call('unmap', D)]],
    nodes: 4,
    splits: 3,
  },
  /** Figure 5.6b once more: A takes the right to write from B and C, and gives it again, while C works on its own. */
  restriction: {
    ...onePage,
    spaces: 4,
    mapped: [dependent(A, B), independent(B, C)],
    calls: [
      [call('restrict', A), call('map', A, C)],
      [call('map', C, D), call('restrict', C), call('unmap', C)],
      [call('unmap', D)],
    ],
    nodes: 4,
    splits: 2,
  },
  /** B, which has handed its page on to C, grants it to D, and gets it back, with one lock for all. */
  granting: {
    ...onePage,
    spaces: 4,
    mapped: [dependent(A, B), dependent(B, C)],
    calls: [[call('grant', B, D), call('map', A, B)], [call('grant', D, B), call('unmap', B)], [call('restrict', A)]],
    nodes: 3,
    splits: 1,
  },
  /** B grants its page to D and gets it back, and C, in another subsystem, hands its own on to both places. */
  'granting to another subsystem': {
    ...onePage,
    spaces: 4,
    mapped: [independent(A, B), independent(A, C)],
    calls: [
      [call('grant', B, D), call('grant', D, B)],
      [call('map', C, B), call('map', C, D), call('unmap', D)],
      [call('unmap', B)],
    ],
    nodes: 4,
    splits: 3,
  },
  /** Two subsystems beside each other, and somebody above who takes back from both: as small as it can be. */
  'three subsystems': {
    ...onePage,
    spaces: 3,
    mapped: [independent(A, B), independent(A, C)],
    calls: [[call('revoke', B)], [call('unmap', C)], [call('revoke', A), call('map independently', A, C)]],
    nodes: 3,
    splits: 3,
  },
  /** A subsystem below another: A takes back from both, while B does from the lower one, and C works on its own. */
  'three levels': {
    ...onePage,
    spaces: 4,
    mapped: [independent(A, B), independent(B, C)],
    calls: [
      [call('revoke', A), call('map independently', A, B)],
      [call('map', C, D), call('unmap', C)],
      [call('revoke', B), call('map independently', B, C)],
    ],
    nodes: 4,
    splits: 3,
  },
  /** A hands the page on to B, with a split node of its own, while B hands it on from there, or gives it back. */
  'new subsystem': {
    ...onePage,
    spaces: 3,
    mapped: [],
    calls: [[call('map independently', A, B)], [call('unmap', B), call('map', B, C)], [call('revoke', A)]],
    nodes: 3,
    splits: 3,
  },
}
