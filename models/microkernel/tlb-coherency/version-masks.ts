import { array, bool, id, int, oneOf, option, type Pick, set, struct, system } from '../../../src/index.js'
import { interrupts, switchOn } from '../../hardware/interrupts/interrupts.js'
import { filling } from '../../hardware/tlb/filling.js'
import { tlb } from '../../hardware/tlb/tlb.js'
import { claims, hasEnded, waitsForWholeBatch } from './claims.js'
import { tlbEpochs } from './epochs.js'
import { operations, upTo } from './operation.js'
import { permissions } from './permission.js'
import { isAboutToReload, reloading } from './reload.js'
import { type Sharers, sharersTracking, sharersType } from './sharers.js'
import { parameters, processorFields } from './state.js'
import { othersOf, type Versioning, versioning } from './versioning.js'
import { versionsOf } from './versions.js'

const SPACES = 2

/** The first page of an object is in the first address space, the second in the other. */
const spaceOf =
  ({ pages }: { readonly pages: number }) =>
  (page: number) =>
    page % pages

/**
 * Version vectors with the three words that an object is left with: the processor whose vector says what is outstanding, its
 * epoch, and a cluster mask of those who are to be interrupted (Uhlig 2005, 4.4.2). Who takes a shoot-down over takes, for
 * every processor that the old mask selects, the later of the other's version and its own; then it writes all three words.
 * A mask selects more processors than were recorded, and what a vector has of those is of an earlier operation: they
 * have nothing, so it does no harm whether they are spared.
 *
 * Address spaces, masks and threads are those of `tlb-cluster-masks`, the tests those of `tlb-version-vector`; a shoot-down
 * flushes all of the TLB. The precautions of both are only asked for here where masks and vectors meet.
 */
export const tlbVersionMasks = system('tlb-version-masks', {
  summary: 'TLB coherency: an object of three words, a processor, its epoch and a cluster mask, with version vectors',
  source: 'Uhlig 2005, 4.4.2',
  parameters: {
    ...parameters,
    cpus: int(2, 4, { default: 3 }),
    objects: int(1, 2),
    /** In how many address spaces each object is mapped. */
    pages: int(1, SPACES),
    takes: oneOf('everything', 'write'),
    /** How the kernel keeps sets of processors. */
    tracking: oneOf('cluster masks', 'exact sets'),
    /** Which processors begin in the first space: the first and the third, or the first two. */
    begin: oneOf('apart', 'neighbours'),
    /** Whether threads go from one space to the other whenever they like. */
    switches: bool,
    /** How many processors carry out operations, the first ones. */
    takers: int(1, 4, { default: 2 }),
    /** Versions without end, or of one bit. */
    versions: oneOf('endless', 'wrapping'),
  },
  components: ({ cpus, objects, pages, fills }) => ({
    tlb: tlb({ cpus, pages: objects * pages, fills, spaces: SPACES }),
    interrupts: interrupts({ cpus, vectors: ['shootdown'] }),
  }),
  state: ({ versions, ...sizes }) => {
    const { tag, count } = tlbEpochs('endless')
    const sharers = sharersType(sizes)
    const kept = versionsOf(versions, { bySize: true })
    return struct({
      /** Whose TLBs threads of the space may have filled. */
      space: array(SPACES, sharers),
      /** Each object's lock, and whose translations are outstanding. */
      object: array(
        sizes.objects,
        struct({
          lock: option(id('cpu', sizes.cpus)),
          outstanding: sharers,
          ...tag(sizes.cpus),
          vector: kept.vector(0),
        }),
      ),
      cpu: array(
        sizes.cpus,
        struct({
          ...processorFields(sizes),
          ...count,
          ...kept.fields(sizes.cpus),
          /** The pages that it has changed, whose space's mask it has still to look at. */
          changed: set(int(0, sizes.objects * sizes.pages - 1)),
          /** Who may have cached what it has changed of its object and not yet recorded with it. */
          dirty: sharers,
          /** Whose translations its own shoot-down has to invalidate. */
          targets: sharers,
          /** Whom it interrupts of these. */
          mask: set(id('cpu', sizes.cpus)),
          /** Whose versions it has still to look at. */
          rest: set(id('cpu', sizes.cpus)),
          /** Stays empty: objects have no vectors of their own. */
          batch: set(int(0, 0)),
          /** Whose shoot-down it has found outstanding. */
          takesOver: option(id('cpu', sizes.cpus)),
        }),
      ),
    })
  },
  initial: (s, { takes, fills, begin, operations, takers, ...sizes }) => {
    const track = sharersTracking(sizes)
    const first = begin === 'neighbours' ? [0, 1] : [0, 2]
    for (const cpu of upTo(sizes.cpus)) {
      const base = first.includes(cpu) ? 0 : 1
      s.tlb.cpu.get(cpu).base = base
      track.add(s.space.get(base), cpu)
      if (cpu >= takers) s.cpu.get(cpu).left = 0
    }
    permissions(takes, { spaceOf: spaceOf(sizes) }).grantAll(s, fills)
  },
  behaviour: ({ takes, fills, tracking, switches, versions: counting, program, precaution, ...sizes }) => {
    const takesOver = sizes.takers === 1 || precaution('take over the mask that is outstanding')
    const mergesOld = sizes.takers === 1 || precaution('merge the versions of all that the old mask selects')
    const versions = versionsOf(counting, { bySize: true })
    const version = versioning<Masking>({
      ...sizes,
      versions,
      vectors: 'one per processor',
      precaution: (name) => name !== MERGES || sizes.takers === 1 || precaution(name),
    })
    const reload = reloading<Masking>({ precaution, versions, bases: null, flushesGlobal: false })
    const permission = permissions(takes, { spaceOf: spaceOf(sizes) })
    const track = sharersTracking({ ...sizes, tracking })
    const epochs = tlbEpochs('endless')
    const operation = operations({
      ...sizes,
      permission,
      precaution: () => true,
      first: reload.first('others'),
      targets: (me: Masking) => othersOf(me, me.mask),
      forget: (me) => {
        track.clear(me.targets)
        me.mask.clear()
      },
    })
    const other = (s: { readonly tlb: { readonly cpu: { get(i: number): { readonly base: number } } } }, cpu: number) =>
      SPACES - 1 - s.tlb.cpu.get(cpu).base
    const shootDown = (me: Masking) => operation.shootDownOr('advance epoch', me)
    const test = (me: Masking) => {
      me.mask.assign(track.selected(me.targets))
      return version.beforeShooting(me) ?? shootDown(me)
    }
    const record = (me: Masking) => version.afterWriting(me, track.selected(me.dirty)) ?? 'read epoch'
    return [
      filling(
        fills,
        program('cpu', {
          user: operation.user(...(switches ? (['enter mask'] as const) : [])),
          ...(switches && {
            'enter mask': (s, me) => {
              track.add(s.space.get(other(s, me.id)), me.id)
              return reload.first('switch')
            },
            ...reload.steps('switch', { next: () => 'switched', to: (base) => SPACES - 1 - base }),
            switched: (s, me) => {
              switchOn(s.interrupts, me.id)
              return 'user'
            },
          }),

          ...operation.takeLock({
            serves: true,
            polls: true,
            next: (me) => version.afterLock(me) ?? 'write entry',
          }),
          ...operation.writeEntries({
            changed: (me, page) => me.changed.add(page),
            next: (_, me) => (me.changed.isEmpty ? 'read epoch' : 'merge mask'),
          }),
          'merge mask': (s, me) => {
            const page = [...me.changed][0]!
            me.changed.delete(page)
            track.merge(me.dirty, s.space.get(spaceOf(sizes)(page)))
            return me.changed.isEmpty ? record(me) : 'merge mask'
          },
          ...version.steps({ recorded: 'read epoch', merged: 'update object', tested: shootDown }),
          'read epoch': (s, me) => {
            const object = s.object.get(me.object)
            if (!epochs.isOutstanding(s, object)) return 'update object'
            me.takesOver = object.by
            const merged = mergesOld ? object.outstanding : me.dirty
            return version.afterEpoch(me, track.selected(merged)) ?? 'update object'
          },
          'update object': (s, me) => {
            const object = s.object.get(me.object)
            if (me.takesOver !== null && takesOver) track.merge(me.dirty, object.outstanding)
            track.merge(me.targets, me.dirty)
            track.clear(object.outstanding)
            track.merge(object.outstanding, me.dirty)
            epochs.tagWith(object, me)
            track.clear(me.dirty)
            me.takesOver = null
          },
          ...operation.releaseLock((me, pick: Pick) =>
            operation.nextOrEnd(me, pick, upTo(sizes.objects).slice(me.object + 1), 'invalidate own'),
          ),

          'invalidate own': (_, me) => (track.has(me.targets, me.id) ? reload.first('own') : test(me)),
          ...reload.steps('own', { next: test }),
          ...operation.shootDown('advance epoch'),
          'advance epoch': (s, me) => {
            epochs.advance(s, me, ({ lock, outstanding }) => {
              // Whoever holds the lock may be about to look at it, and will overwrite it.
              if (lock === null) track.clear(outstanding)
            })
          },
          ...operation.returned,

          ...operation.handler,
          ...reload.steps('others', { next: operation.invalidated }),
        }),
      ),
    ]
  },
  // Nobody has to enter the kernel, but whoever comes back to user mode again and again lets an interrupt in at last.
  fairness: ({ weak, strong }) => [
    weak('cpu', { except: ['user'] }),
    strong('cpu', { only: (_, after, { id }) => after.interrupts.cpu.get(id).inService !== null }),
  ],
  mayStop: (s, { operations }) => operations > 0 && hasEnded(s),
  properties: ({ takes, always, reachable, leadsTo, ...taking }) => ({
    ...claims(
      { always, reachable },
      permissions(takes, { spaceOf: spaceOf(taking) }),
      taking,
      (s, cpu) => !isAboutToReload(s.cpu.get(cpu).at),
    ),
    "nobody waits for another's whole batch": always((s) => !waitsForWholeBatch(s)),
    'who waits for acknowledgements gets them': leadsTo.each(
      'cpu',
      (_, me) => me.at === 'wait',
      (_, me) => me.at === 'returned',
    ),
  }),
})

/** The precaution of `tlb-version-vector` that is asked for here too. */
const MERGES = 'merge the versions that are outstanding'

interface Masking extends Versioning {
  readonly changed: Versioning['mask']
  readonly dirty: Sharers
  readonly targets: Sharers
}
