import { array, component, id, int, type Of, option, struct } from '../../../src/index.js'
import type { Fills } from './filling.js'
import { type Memory, type PageTableSizes, pageTables, type Translation } from './page-tables.js'
import { fetch, isFetchable, isFetchedFromTables } from './walk.js'

export interface TlbOptions extends PageTableSizes {
  readonly cpus: number
  /**
   * Whether a walk reads both levels in one step, or one after the other, so that the tables may change in between. An
   * upper entry that was read may be used for any number of walks until it is dropped: that is a walk under way and a
   * cache of upper entries (paging-structure cache) in one.
   */
  readonly walk?: 'one step' | 'level by level'
  /** With `at once`, where a walk is one step, the steps that write tables, load or invalidate have to be `filling`. */
  readonly fills?: Fills
}

/**
 * A translation look-aside buffer for each processor, over page tables that the hardware walks (Intel SDM 3A, 4.10; Uhlig
 * 2005, 4.4). At any time, whatever the processor executes, it may fetch a translation that the tables of its current
 * address space give, and drop one that it has. What it has keeps working, whatever has become of the tables.
 *
 * Entries have no address-space tag: loading the page-table base drops all of them but the global ones. A processor is only
 * sure to have forgotten something after `loadBase`, `flush` or `invalidate`, or after a page fault on it. Each of these is
 * part of a step of some program, which can count them.
 *
 *     components: ({ cpus }) => ({ tlb: tlb({ cpus, pages: 2 }) }),
 *     initial: (s) => linkTables(s.tlb),
 */
export function tlb(options: TlbOptions) {
  const { walk = 'one step', fills = 'at any time', pages } = options
  const { state, cpu, directories } = tlbState(options)
  const page = int(0, pages - 1)
  const directory = int(0, directories - 1)
  return component({
    state,
    behaviour: ({ action }) => {
      if (fills === 'at once') return []
      const lower = [
        action(
          'fetch',
          { cpu, page },
          { when: (s, { cpu, page }) => isFetchable(s, cpu, page), do: (s, { cpu, page }) => fetch(s, cpu, page) },
        ),
        action(
          'drop',
          { cpu, page },
          {
            when: (s, { cpu, page }) => s.cpu.get(cpu).entry.get(page) !== null,
            do: (s, { cpu, page }) => s.cpu.get(cpu).entry.set(page, null),
          },
        ),
      ]
      if (walk === 'one step') return lower
      return [
        ...lower,
        action(
          'fetch upper entry',
          { cpu, directory },
          {
            when: (s, { cpu, directory }) =>
              s.cpu.get(cpu).upper.get(directory) === null && inMemory(s, cpu, directory).rights.has('present'),
            do: (s, { cpu, directory }) => s.cpu.get(cpu).upper.set(directory, inMemory(s, cpu, directory)),
          },
        ),
        action(
          'drop upper entry',
          { cpu, directory },
          {
            when: (s, { cpu, directory }) => s.cpu.get(cpu).upper.get(directory) !== null,
            do: (s, { cpu, directory }) => s.cpu.get(cpu).upper.set(directory, null),
          },
        ),
      ]
    },
    properties: ({ always, step }) => ({
      'only present entries are cached': always((s) =>
        s.cpu.every((c) => c.entry.every(isPresentIfAny) && c.upper.every(isPresentIfAny)),
      ),
      'what is fetched is in the page tables': step((before, after) =>
        after.cpu.every((_, cpu) => isFetchedFromTables(before, after, cpu)),
      ),
      // The same step fetches new ones if that is done at once.
      ...(fills === 'at any time' && {
        'loading a page-table base keeps nothing but global entries': step((before, after) =>
          after.cpu.every(
            ({ base, entry }, cpu) =>
              base === before.cpu.get(cpu).base || entry.every((e) => e === null || isGlobal(e)),
          ),
        ),
      }),
    }),
  })
}

function tlbState({ cpus, walk = 'one step', ...sizes }: TlbOptions) {
  const { directories, translation, upper, fields } = pageTables(sizes)
  const { pages, spaces = 1 } = sizes
  const cpu = id('cpu', cpus)
  const registers = struct({
    /** The page-table base: which address space the processor is in. */
    base: int(0, spaces - 1),
    /** For each page, the translation that is cached. */
    entry: array(pages, option(translation)),
    /** The upper entries that were read, by their place in the directory; none of them if a walk is one step. */
    upper: array(walk === 'one step' ? 0 : directories, option(upper)),
  })
  return { cpu, directories, registers, state: struct({ ...fields, cpu: array(cpu, registers) }) }
}

type Registers = Of<ReturnType<typeof tlbState>['registers']>

/** The part's state, as far as what works on it needs to know. */
export interface Tlb extends Memory {
  readonly cpu: { readonly length: number; get(index: number): Registers }
}

/** Forgets one page's translation, a global one too, and every upper entry (invlpg). */
export function invalidate(s: Tlb, cpu: number, page: number): void {
  s.cpu.get(cpu).entry.set(page, null)
  s.cpu.get(cpu).upper.fill(null)
}

/** Loads the page-table base, the same one too: goes to that address space, and forgets all but global translations. */
export function loadBase(s: Tlb, cpu: number, space: number): void {
  const me = s.cpu.get(cpu)
  me.base = space
  for (let page = 0; page < me.entry.length; page++) if (!isGlobal(me.entry.get(page))) me.entry.set(page, null)
  me.upper.fill(null)
}

/** Forgets everything, global translations too: the stronger flush (on IA-32, global pages are switched off and on). */
export function flush(s: Tlb, cpu: number): void {
  s.cpu.get(cpu).entry.fill(null)
  s.cpu.get(cpu).upper.fill(null)
}

function inMemory(s: Tlb, cpu: number, directory: number) {
  return s.directory.get(s.cpu.get(cpu).base).get(directory)
}

function isGlobal(entry: Translation | null): boolean {
  return entry?.rights.has('global') ?? false
}

function isPresentIfAny(entry: { readonly rights: { has(right: 'present'): boolean } } | null): boolean {
  return entry === null || entry.rights.has('present')
}
