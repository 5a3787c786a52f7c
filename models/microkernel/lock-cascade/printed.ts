import { array, blocked, bool, int, struct, system } from '../../../src/index.js'
import { giveToken, tokenRing } from '../token-ring/ring.js'
import { acquireAsPrinted, beginByReading, entersKernel, release, releaseAt, start } from './readings.js'
import {
  ageCascade,
  allocateFineLocks,
  anyCascade,
  type CascadeRegisters,
  cascadeRegisters,
  cascadeState,
  releaseFineLocks,
} from './state.js'

// Nothing of a listing is a precaution of ours to take away.
const printed = () => true

/**
 * The lock cascade exactly as its listing prints it; steps bear the numbers of the lines. Each mention of the state is a
 * load of its own. The index of the loop is read as going over all objects, not to one beyond the last.
 */
export const lockCascadePrinted = system('lock-cascade-printed', {
  summary: 'the lock cascade exactly as its listing prints it',
  source: 'Uhlig 2005, 4.3.3, first listing',
  parameters: {
    cpus: int(2, 4, { default: 2 }),
    entries: int(1, 3, { default: 2 }),
    start,
    release,
    /** Whether line 7 ever releases the memory of the fine locks. */
    releases: bool,
  },
  components: ({ cpus }) => ({ ring: tokenRing({ cpus, precaution: printed }) }),
  state: ({ cpus, entries }) =>
    struct({
      cascade: cascadeState({ entries }),
      cpu: array(
        cpus,
        struct({
          ...cascadeRegisters({ entries }),
          /** Whether it has taken the fine lock of the entry it is in. No line asks: it is there to state the claims. */
          holdsFine: bool,
        }),
      ),
    }),
  initial: (s, tools) => {
    giveToken(s.ring)
    anyCascade(s, tools)
  },
  // As printed, and begun in any way, it fails: docs and tests have the runs.
  expected: ({ start, release }) =>
    start === 'coarse lock' && release === 'as printed'
      ? {
          'an entry is used by one processor at a time': 'violated',
          'nobody relies on the coarse lock alone while another uses the object': 'violated',
        }
      : {},
  behaviour: ({ entries, start, release, releases, program, components: { ring } }) => {
    const last = releaseAt('22', release)
    const nextEntry = (me: CascadeRegisters) => {
      const next = me.entry === null ? 0 : me.entry + 1
      me.entry = next < entries ? next : null
      return me.entry === null ? last.leaves(me) : '15 read state'
    }
    return [
      program('cpu', {
        user: (_, __, pick) => entersKernel(start, '2 read state', pick),
        ...ring.test('tick', { next: () => 'user', age: ageCascade }),

        ...acquireAsPrinted({ toFine: '10', made: '7 release fine locks', next: nextEntry }),
        '7 release fine locks': (s, me, pick) => {
          if (releases && pick.bool()) releaseFineLocks(s)
          return nextEntry(me)
        },

        '15 read state': (s) => (s.cascade.state !== 'coarse' ? '15 lock fine' : '16 critical section'),
        '15 lock fine': (s, me) => {
          if (s.cascade.fine.get(me.entry!)) return blocked
          s.cascade.fine.set(me.entry!, true)
          me.holdsFine = true
        },
        '16 critical section': (_, __, pick) =>
          start === 'inside' ? pick(['18 read state', 'change: read state'] as const) : '18 read state',
        '18 read state': (s, me) => {
          if (s.cascade.state !== 'coarse') return '18 unlock fine'
          me.holdsFine = false
          return nextEntry(me)
        },
        '18 unlock fine': (s, me) => {
          s.cascade.fine.set(me.entry!, false)
          me.holdsFine = false
          return nextEntry(me)
        },
        ...last.steps,

        ...beginByReading(start, start === 'inside' ? '18 read state' : 'user', allocateFineLocks),
      }),
    ]
  },
  properties: ({ releases, always, reachable }) => ({
    'an entry is used by one processor at a time': always((s) =>
      s.cpu.every(
        (c) =>
          c.at !== '16 critical section' ||
          s.cpu.count((d) => d.at === '16 critical section' && d.entry === c.entry) === 1,
      ),
    ),
    'nobody relies on the coarse lock alone while another uses the object': always(
      (s) =>
        !s.cpu.some((c) => c.at === '16 critical section' && !c.holdsFine) ||
        s.cpu.count((c) => c.at === '16 critical section') === 1,
    ),
    'nobody leaves the coarse lock taken': always((s) => !s.cascade.coarse || s.cpu.some((c) => c.holdsCoarse)),
    'nobody leaves a fine lock taken': always(
      (s) => s.cascade.fine.count((taken) => taken) <= s.cpu.count((c) => c.holdsFine),
    ),
    ...(releases && {
      'nobody can touch a fine lock when its memory has been released': always(
        (s) => s.cascade.allocated || !s.cpu.some((c) => c.at === '15 lock fine' || c.at === '18 unlock fine'),
      ),
    }),
    'entries are used at the same time': reachable((s) => s.cpu.count((c) => c.at === '16 critical section') >= 2),
    'a change to coarse is finished': reachable((s) => s.cpu.some((c) => c.at === '6 change state')),
    'a change to fine is finished': reachable((s) => s.cpu.some((c) => c.at === '10 change state')),
  }),
})
