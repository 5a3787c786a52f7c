import { array, id, int, oneOf, option, type Pick, set, struct, system } from '../../../src/index.js'
import { switchOn } from '../../hardware/interrupts/interrupts.js'
import { filling } from '../../hardware/tlb/filling.js'
import { everybodyIsServed, inTheEnd } from '../../hardware/tlb/in-the-end.js'
import { claims, hasEnded, waitsForWholeBatch } from './claims.js'
import { tlbEpochs } from './epochs.js'
import { operations, upTo } from './operation.js'
import { isAboutToReload, reloading } from './reload.js'
import { type Sharers, sharersTracking } from './sharers.js'
import {
  beginInSpaces,
  otherSpace,
  otherThan,
  permissionsInSpaces,
  spaceComponents,
  spaceOf,
  spaceParameters,
  spaceTypes,
} from './spaces.js'
import { othersOf, type Versioning, versioning } from './versioning.js'
import { versionsOf } from './versions.js'

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
    ...spaceParameters(oneOf('apart', 'neighbours')),
    /** Versions without end, or of one bit. */
    versions: oneOf('endless', 'wrapping'),
  },
  components: spaceComponents,
  state: ({ versions, ...sizes }) => {
    const { space, object, cpu, pages, records } = spaceTypes(sizes)
    const kept = versionsOf(versions, { bySize: true })
    return struct({
      space,
      object: array(sizes.objects, struct({ ...object, vector: kept.vector(0) })),
      cpu: array(
        sizes.cpus,
        struct({
          ...cpu,
          ...kept.fields(sizes.cpus),
          /** The pages that it has changed, whose space's mask it has still to look at. */
          changed: pages,
          ...records,
          /** Whom it interrupts of its targets. */
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
  initial: (s, setting) => beginInSpaces(s, setting),
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
    const permission = permissionsInSpaces(takes, sizes)
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
              track.add(s.space.get(otherSpace(s, me.id)), me.id)
              return reload.first('switch')
            },
            ...reload.steps('switch', { next: () => 'switched', to: otherThan }),
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
            track.merge(me.dirty, s.space.get(spaceOf(sizes, page)))
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
  fairness: everybodyIsServed,
  mayStop: (s, { operations }) => operations > 0 && hasEnded(s),
  properties: ({ takes, always, reachable, leadsTo, ...taking }) => ({
    ...claims(
      { always, reachable },
      permissionsInSpaces(takes, taking),
      taking,
      (s, cpu) => !isAboutToReload(s.cpu.get(cpu).at),
    ),
    ...(taking.takers > 1 && { "nobody waits for another's whole batch": always((s) => !waitsForWholeBatch(s)) }),
    ...inTheEnd({ leadsTo }, 'returned'),
  }),
})

/** The precaution of `tlb-version-vector` that is asked for here too. */
const MERGES = 'merge the versions that are outstanding'

interface Masking extends Versioning {
  readonly changed: Versioning['mask']
  readonly dirty: Sharers
  readonly targets: Sharers
}
