import { array, bool, id, int, type Of, oneOf, option, set, struct } from '../../../src/index.js'
import { link } from './list.js'
import { operations, type Scenario } from './scenario.js'

/**
 * The mapping database as it lies in memory. What stands in a list is a map node or a split node: the first `nodes` members
 * are map nodes, and the others split nodes, so that a reference is one number. Split node 0 is the one at the top; it is in no list.
 */
export function databaseState({ spaces, pages, nodes, splits }: Scenario, cpus: number, rounds: Rounds) {
  const member = int(0, nodes + splits - 1)
  return struct({
    /** The page tables: each space's entry. */
    entry: array(spaces, struct({ present: bool, writable: bool, node: option(int(0, nodes - 1)) })),
    member: array(
      nodes + splits,
      struct({
        /** `invalid` as soon as it is marked, `waiting` on the list of what is to be freed, `cleared` when no entry refers to it. */
        life: oneOf('free', 'valid', 'invalid', 'waiting', 'cleared'),
        /** The page-table entry; of a split node, the first that the topmost node below it had. */
        entry: int(0, spaces - 1),
        depth: int(0, 5),
        /** The split node whose lock protects it. */
        split: option(int(0, splits - 1)),
        next: option(member),
        previous: option(member),
        /** Processors that have not been quiescent since it was put on the list: how this model counts epochs. */
        notQuiescent: set(id('cpu', cpus)),
        /** The spaces through which it was handed on. No kernel keeps them: they are there to state claims. */
        through: set(int(0, spaces - 1)),
      }),
    ),
    split: array(
      splits,
      struct({
        /** Who holds the lock: 0 for nobody, else the processor's number and 1. */
        holder: int(0, cpus),
        /** The beginning of the list that is split off. */
        head: option(member),
      }),
    ),
    /** Where the lists for the root's pages begin. */
    page: array(pages, struct({ head: option(member) })),
    cpu: array(cpus, registers({ spaces, pages, nodes, splits }, rounds)),
  })
}

function registers(
  { spaces, pages, nodes, splits }: Pick<Scenario, 'spaces' | 'pages' | 'nodes' | 'splits'>,
  rounds: Rounds,
) {
  const node = int(0, nodes - 1)
  return struct({
    inKernel: bool,
    operation: oneOf(...operations),
    from: int(0, spaces - 1),
    to: int(0, spaces - 1),
    /** The node that the entry has led to, and its split node. */
    node: option(node),
    split: option(int(0, splits - 1)),
    /** The lock that was kept from the operation before. */
    kept: option(int(0, splits - 1)),
    /** What the target's entry referred to, and the node made for it. */
    old: option(node),
    fresh: option(node),
    /** Where the walk is, in the list of which split node, and for which of the root's pages. */
    cursor: option(int(0, nodes + splits - 1)),
    inner: int(0, splits - 1),
    page: int(0, pages - 1),
    outcome: oneOf('none', 'done', 'read-only', 'nothing there', 'occupied', 'busy', 'no memory'),
    /** What is to be gone, or no longer to be written, when the operation returns. No kernel keeps it. */
    doomed: set(node),
    /** How many operations it has called, if it is to call so many and no more. */
    round: int(0, rounds === 'endless' ? 0 : rounds),
  })
}

export type Rounds = 'endless' | number

type State = Of<ReturnType<typeof databaseState>>

/** The state as routines see it, who do not know the program that they are spread into. */
export type Database = { readonly [K in 'entry' | 'member' | 'split' | 'page' | 'cpu']: Records<State[K]> }
type Records<A> = A extends { get(index: number): infer V }
  ? Iterable<V> & {
      readonly length: number
      get(index: number): V
      every(holds: (value: V, index: number) => boolean): boolean
      some(holds: (value: V, index: number) => boolean): boolean
      count(holds: (value: V, index: number) => boolean): number
      findIndex(holds: (value: V, index: number) => boolean): number
    }
  : never
export type Member = ReturnType<Database['member']['get']>
export type Cpu = Of<ReturnType<typeof registers>> & { readonly id: number }

/** The mappings that the scenario begins with. */
export function plant(s: Database, scenario: Scenario): void {
  const { mapped, nodes } = scenario
  Object.assign(s.member.get(nodes), { life: 'valid', depth: 2 })
  settle(s, 0, { entry: 0, split: 0, depth: 1 })
  refer(s, 0, 0)
  mapped.forEach(({ from, to, independent }, i) => {
    const parent = s.entry.get(from).node!
    makeNode(s, scenario, { node: i + 1, parent, entry: to, split: independent ? freeSplit(s, scenario) : null })
    refer(s, to, i + 1)
    link(s, scenario, independent ? nodes + s.member.get(i + 1).split! : i + 1, parent)
  })
}

function refer(s: Database, space: number, node: number): void {
  Object.assign(s.entry.get(space), { present: true, writable: true, node })
}

/** Makes a node that is mapped from `parent`: with a split node of its own, if one is given, that is to stand in the list. */
export function makeNode(
  s: Database,
  { nodes }: Scenario,
  made: { readonly node: number; readonly parent: number; readonly entry: number; readonly split: number | null },
): void {
  const { node, parent, entry, split } = made
  const above = s.member.get(parent)
  const depth = above.depth + 1
  settle(s, node, { entry, split: split ?? above.split, depth })
  s.member.get(node).through.assign([...above.through, above.entry])
  if (split === null) return
  settle(s, nodes + split, { entry, split: above.split, depth })
  s.split.get(split).head = node
}

function settle(s: Database, ref: number, fields: Pick<Member, 'entry' | 'split' | 'depth'>): void {
  Object.assign(s.member.get(ref), { life: 'valid', ...fields })
}

/** A free map node, and a free split node; -1 if there is none. */
export function freeNode(s: Database, { nodes }: Scenario): number {
  const found = s.member.findIndex((m) => m.life === 'free')
  return found < nodes ? found : -1
}

/** Nobody has its lock: were split nodes used again at once, somebody could still come to it. */
export function freeSplit(s: Database, { nodes, splits }: Scenario): number {
  for (let k = 1; k < splits; k++) if (s.member.get(nodes + k).life === 'free' && s.split.get(k).holder === 0) return k
  return -1
}

/** From now on, a member waits for every processor that is in the kernel: an epoch begins, as far as it is concerned. */
export function awaitQuiescence(s: Database, ref: number): void {
  const { notQuiescent } = s.member.get(ref)
  for (let cpu = 0; cpu < s.cpu.length; cpu++) if (s.cpu.get(cpu).inKernel) notQuiescent.add(cpu)
}

/** Puts a member back into the pool, as if it had never been used. */
export function putBack(s: Database, { nodes }: Scenario, ref: number): void {
  const member = s.member.get(ref)
  Object.assign(member, { life: 'free', entry: 0, depth: 0, split: null, next: null, previous: null })
  member.through.clear()
  member.notQuiescent.clear()
  if (ref >= nodes) s.split.get(ref - nodes).head = null
  else for (const cpu of s.cpu) cpu.doomed.delete(ref)
}
