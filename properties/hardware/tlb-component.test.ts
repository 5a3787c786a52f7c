import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flush, invalidate, loadBase, type Tlb, type TlbOptions, tlb } from '../../models/hardware/tlb/tlb.js'
import { mayReach, mayUse, use } from '../../models/hardware/tlb/walk.js'
import { check, type Plain, struct, system } from '../../src/index.js'
import { arbitraryOf } from '../../src/schema/arbitrary.js'
import { layoutOf, pathAt } from '../../src/schema/layout.js'
import { readPlain, writePlain } from '../../src/schema/pack.js'
import { buildViews } from '../../src/schema/views.js'
import { runs } from '../../test/runs.js'
import { type Reference, reachable, succeeds } from './tlb-reference.js'

type State = Plain<ReturnType<typeof tlb>['state']>
interface Present {
  readonly rights: readonly string[]
}

const sizes: TlbOptions[] = [
  { cpus: 1, frames: 2, pages: 2, tables: 1 },
  { cpus: 1, frames: 2, pages: 1, walk: 'level by level' },
  { cpus: 1, frames: 2, pages: 2, tableSize: 1, tables: 2, walk: 'level by level' },
  { cpus: 1, frames: 2, pages: 2, tableSize: 2, tables: 2, walk: 'level by level' },
]

/** What is cached is present; for the rest, any state. */
const states = fc.constantFrom(...sizes).chain((options) =>
  arbitraryOf(tlb(options).state).map((state) => ({
    options,
    state: {
      ...state,
      cpu: state.cpu.map((cpu) => ({ ...cpu, entry: cpu.entry.map(present), upper: cpu.upper.map(present) })),
    } as State,
  })),
)

function present<E extends Present | null>(entry: E): E {
  return entry === null || entry.rights.includes('present') ? entry : { ...entry, rights: ['present', ...entry.rights] }
}

const accesses = fc.record({
  page: fc.nat(1),
  access: fc.constantFrom('read' as const, 'write' as const),
  mode: fc.constantFrom('user' as const, 'supervisor' as const),
})

/** The part's state as its functions see it, and as a plain value whenever one is wanted. */
function viewOf(options: TlbOptions, state: State): { view: Tlb; plain: () => State } {
  const layout = layoutOf(tlb(options).state)
  const bytes = new Uint8Array(layout.bytes)
  writePlain(layout, bytes, 0, state, (at) => pathAt(layout, at))
  const views = buildViews(layout, bytes)
  views.setMode(1)
  return { view: views.root as Tlb, plain: () => readPlain(layout, bytes, 0) as State }
}

function referenceOf({ walk }: TlbOptions, { directory, table, cpu }: State): Reference {
  const { entry, upper } = cpu[0]!
  return { directory: directory[0]!, table, entry, upper: walk === 'level by level' ? upper : null }
}

describe('the TLB, held against a plain reference', () => {
  it('fetches and drops exactly what it may', () => {
    fc.assert(
      fc.property(states, ({ options, state }) => {
        const alone = system('alone', {
          components: () => ({ tlb: tlb(options) }),
          state: () => struct({}),
          initial: (s) => {
            s.tlb.directory.assign(state.directory)
            s.tlb.table.assign(state.table)
            s.tlb.cpu.assign(state.cpu)
          },
          behaviour: () => [],
          mayStop: () => true,
        })
        const { verdict, states } = check(alone())
        expect({ verdict, states: states.distinct }).toEqual({
          verdict: 'holds',
          states: reachable(referenceOf(options, state)).length,
        })
      }),
      { numRuns: runs(100) },
    )
  })

  it('says of every access whether it can succeed, now or later', () => {
    fc.assert(
      fc.property(states, accesses, fc.nat(1), ({ options, state }, { page: any, access, mode }, frame) => {
        const page = any % options.pages
        const { view } = viewOf(options, state)
        const all = reachable(referenceOf(options, state))
        expect(mayUse(view, 0, page, access, mode)).toBe(all.some((s) => succeeds(s, page, access, mode)))
        expect(mayReach(view, 0, frame, access, mode)).toBe(
          all.some((s) => s.entry.some((_, p) => succeeds(s, p, access, mode, frame))),
        )
      }),
      { numRuns: runs(300) },
    )
  })

  it('lets an access succeed, fault or go on walking as the reference does', () => {
    fc.assert(
      fc.property(states, accesses, ({ options, state }, { page: any, access, mode }) => {
        const page = any % options.pages
        const reference = referenceOf(options, state)
        const { view, plain } = viewOf(options, state)
        const outcome = use(view, 0, page, access, mode)
        const after = referenceOf(options, plain())
        expect(outcome === 'granted').toBe(succeeds(reference, page, access, mode))
        if (outcome === 'granted') {
          // Granted once is granted again, by what is cached now; a write has been noted.
          expect(succeeds(after, page, access, mode)).toBe(true)
          expect(access === 'write' && after.entry[page]!.rights.includes('clean')).toBe(false)
        }
        if (outcome === 'walking') expect(after.upper).not.toEqual(reference.upper)
        if (outcome === 'fault') {
          // Nothing that was cached of the page is left to blame for the next fault.
          expect(after.entry[page]).toBe(null)
          expect(after.upper?.[Math.floor(page / after.table[0]!.length)] ?? null).toBe(null)
        }
      }),
      { numRuns: runs(1000) },
    )
  })

  it('forgets what it is told to, and nothing else', () => {
    fc.assert(
      fc.property(states, fc.nat(1), ({ options, state }, any) => {
        const page = any % options.pages
        const told = (forget: (view: Tlb) => void) => {
          const { view, plain } = viewOf(options, state)
          forget(view)
          return plain().cpu[0]!
        }
        const { entry, upper } = told(() => {})
        const left = (forget: (view: Tlb) => void) => {
          expect(told(forget).upper).toEqual(upper.map(() => null))
          return told(forget).entry
        }
        const kept = (keeps: (e: (typeof entry)[number], page: number) => boolean) =>
          entry.map((e, p) => (keeps(e, p) ? e : null))
        expect(left((view) => invalidate(view, 0, page))).toEqual(kept((_, p) => p !== page))
        expect(left((view) => loadBase(view, 0, 0))).toEqual(kept((e) => e?.rights.includes('global') ?? false))
        expect(left((view) => flush(view, 0))).toEqual(kept(() => false))
      }),
      { numRuns: runs(200) },
    )
  })
})
