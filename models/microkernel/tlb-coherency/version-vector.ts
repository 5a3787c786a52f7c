import { array, bool, id, int, oneOf, option, type Pick, set, struct, system, withDefault } from '../../../src/index.js'
import { interrupts, switchOn } from '../../hardware/interrupts/interrupts.js'
import { filling } from '../../hardware/tlb/filling.js'
import { everybodyIsServed, inTheEnd } from '../../hardware/tlb/in-the-end.js'
import { invalidate, type Tlb, tlb } from '../../hardware/tlb/tlb.js'
import { claims, hasEnded, shootAtEachOther, waitsForWholeBatch } from './claims.js'
import { tlbEpochs } from './epochs.js'
import { operations, upTo } from './operation.js'
import { permissions } from './permission.js'
import { reloading } from './reload.js'
import { isGone, NO_STEPS, type Skipping, skipping } from './skipping.js'
import { parameters, processorFields } from './state.js'
import { othersOf } from './versioning.js'
import { versionsOf } from './versions.js'

/**
 * The epoch bypass made small for IA-32: an object keeps a mask of processors in place of the entries, and each processor
 * has one vector, of the TLB versions that the others had when it last changed a page table for them. Who finds a shoot-down
 * outstanding takes over the mask, and for the processors in it the later one of the two versions. A processor that has
 * moved on when the shoot-down comes to it has flushed its TLB in between, and is not interrupted; the others flush all of it
 * (Uhlig 2005, 4.4.2 and 5.4.4).
 *
 * Processors reload their base whenever they like, as context switches do; with two address spaces, each reload goes to the
 * other one. The pages are in the first.
 */
export const tlbVersionVector = system('tlb-version-vector', {
  summary: 'TLB coherency: processors that have flushed their TLB since are not interrupted',
  source: 'Uhlig 2005, 4.4.2',
  parameters: {
    ...parameters,
    takes: oneOf('everything', 'write'),
    /** How many pages are invalidated one by one; if there are more, all of the TLB is flushed. */
    entries: int(0, 8),
    /** Whether processors reload their base whenever they like, as context switches do. */
    switches: withDefault(bool, true),
    spaces: int(1, 2),
    /**
     * How the kernel knows of a processor that has flushed its TLB: by its version, or because its page-table base is not
     * that of the pages; or first by the one, then by the other.
     */
    skips: oneOf('version', 'base', 'either'),
    /**
     * Which interrupts are counted: those that are sent; where both tests are made, those that one of them would have had
     * sent and the other one spares; or those that are sent and that one vector per object would have spared.
     */
    counted: oneOf('sent', 'spared by versions alone', 'spared by bases alone', 'spared by one vector per object'),
    /** Whether operations that are counted take all objects, or any of them. */
    whole: withDefault(bool, true),
    /** Where versions are kept. */
    vectors: oneOf('one per processor', 'one per object'),
    /** Whether the pages are global, so that base reloads do not flush them. */
    global: bool,
    batches: oneOf('any', 'in order'),
    /** Versions without end, of which a processor has moved on after one reload, or after two; or versions of one bit. */
    versions: oneOf('endless', 'endless, two reloads', 'wrapping'),
    /** Epochs without end, or of one bit. */
    counters: oneOf('endless', 'wrapping'),
  },
  components: ({ cpus, objects, pages, fills, spaces, global }) => ({
    tlb: tlb({ cpus, pages: objects * pages, fills, spaces, ...(global && { tables: 1 }) }),
    interrupts: interrupts({ cpus, vectors: ['shootdown'] }),
  }),
  state: ({ versions, vectors, counted, counters, skips, spaces, ...sizes }) => {
    const { tag, count } = tlbEpochs(counters)
    const cpu = id('cpu', sizes.cpus)
    const kept = versionsOf(skips === 'base' ? 'none' : versions, { bySize: true })
    return struct({
      object: array(
        sizes.objects,
        struct({
          lock: option(cpu),
          /** Whose translations are outstanding. */
          mask: set(cpu),
          ...tag(sizes.cpus),
          vector: kept.vector(
            vectors === 'one per object' || counted === 'spared by one vector per object' ? sizes.cpus : 0,
          ),
        }),
      ),
      cpu: array(
        sizes.cpus,
        struct({
          ...processorFields(sizes),
          ...count,
          ...kept.fields(sizes.cpus),
          /** The page-table base that it says it has. */
          published: int(0, skips === 'version' ? 0 : spaces - 1),
          /** Who may have cached what it has changed of its object and not yet recorded with it. */
          dirty: set(cpu),
          /** Whose translations its own shoot-down has to invalidate, and of which pages. */
          mask: set(cpu),
          list: set(int(0, sizes.objects * sizes.pages - 1)),
          /** Whose versions it has still to look at. */
          rest: set(cpu),
          /** The objects of its operation of which something is outstanding; only kept where they have vectors. */
          batch: set(int(0, sizes.objects - 1)),
          /** Whose shoot-down it has found outstanding. */
          takesOver: option(cpu),
        }),
      ),
    })
  },
  initial: (s, { takes, global, fills, vectors, versions }) => {
    permissions(takes, { global }).grantAll(s, fills)
    if (vectors === 'one per object')
      for (const { vector } of s.cpu) vector.fill(versionsOf(versions, { bySize: true }).oldest)
  },
  behaviour: ({ takes, fills, entries, global, program, precaution, ...options }) => {
    const { switches, spaces, versions, vectors, skips, counted, counters, batches, whole, ...sizes } = options
    const polls = precaution('serve shoot-downs between the objects of a batch')
    const { version, base, ...skip } = skipping<Versioning>({
      ...sizes,
      skips,
      counted,
      versions,
      vectors,
      differ: spaces > 1 && !global,
      precaution,
    })
    const mergesMasks = precaution('merge the mask that is outstanding')
    const mergesEntries = entries === 0 || precaution('merge the entries that are outstanding')
    const tags = precaution('tag the object with the own epoch')
    const updatesFirst = precaution('update the object before releasing its lock')
    const advancesLast = precaution('begin a new epoch after the shoot-down')
    const neverSkips =
      global &&
      (version !== null || spaces > 1) &&
      precaution(`interrupt for global pages whatever the ${version === null ? 'base' : 'version'}`)
    const flushesGlobal = global && precaution('flush global translations too')
    const permission = permissions(takes, { global })
    const epochs = tlbEpochs(counters)
    const reload = reloading<Versioning>({
      precaution,
      versions: skip.versions,
      bases: base,
      flushesGlobal,
    })
    const operation = operations({
      ...sizes,
      whole,
      permission,
      precaution,
      first: entries > 0 ? 'others: read lists' : reload.first('others'),
      targets: ({ id, mask }: Versioning) => othersOf({ id }, mask),
      counted: ({ id, mask }) => (counted === 'sent' ? othersOf({ id }, mask).length : 0),
      forget: ({ mask, list, batch }) => {
        mask.clear()
        list.clear()
        batch.clear()
      },
    })
    const shot = advancesLast ? 'advance epoch' : 'returned'
    const end = advancesLast ? 'invalidate own' : 'advance epoch'
    const update = updatesFirst ? 'read epoch' : 'release lock'

    const goOn = (me: Versioning, pick: Pick) => {
      const candidates = upTo(sizes.objects).slice(batches === 'any' && whole ? 0 : me.object + 1)
      return operation.nextOrEnd(me, pick, candidates, end)
    }
    const add = (me: Versioning, pages: Iterable<number>) => {
      for (const page of pages) me.list.add(page)
      if (me.list.size > entries) me.list.fill()
    }
    /** Invalidates these pages one by one; false if they are too many. */
    const invalidates = (s: { readonly tlb: Tlb }, me: Versioning, { list }: Versioning) => {
      if (list.size > entries) return false
      for (const page of list) invalidate(s.tlb, me.id, page)
      return true
    }
    const shootDown = (me: Versioning) => operation.shootDownOr(shot, me)
    const testVersions = (me: Versioning) => version?.beforeShooting(me) ?? shootDown(me)
    const test = (me: Versioning) => (neverSkips ? shootDown(me) : (base?.beforeShooting(me) ?? testVersions(me)))
    return [
      filling(
        fills,
        program('cpu', {
          user: operation.user(...(switches ? [reload.first('switch')] : [])),
          ...reload.steps('switch', { next: () => 'switched', to: (base) => spaces - 1 - base }),
          switched: (s, me) => {
            switchOn(s.interrupts, me.id)
            return 'user'
          },

          ...operation.takeLock({
            serves: polls,
            polls,
            next: (me) => version?.afterLock(me) ?? base?.afterLock(me) ?? 'write entry',
          }),
          ...operation.writeEntries({
            changed: (me, page) => {
              if (base === null) me.dirty.fill()
              else base.changed(me)
              add(me, [page])
            },
            next: (_, me) => version?.afterWriting(me, me.dirty) ?? update,
          }),
          ...(version?.steps({ recorded: update, merged: 'update object', tested: shootDown }) ?? NO_STEPS),
          'read epoch': (s, me) => {
            const object = s.object.get(me.object)
            if (!epochs.isOutstanding(s, object)) return 'update object'
            me.takesOver = object.by
            return version?.afterEpoch(me, object.mask) ?? 'update object'
          },
          'update object': (s, me, pick) => {
            const object = s.object.get(me.object)
            const other = me.takesOver === null ? null : s.cpu.get(me.takesOver)
            if (other !== null && mergesMasks) for (const cpu of object.mask) me.dirty.add(cpu)
            if (other !== null && mergesEntries) add(me, other.list)
            for (const cpu of me.dirty) me.mask.add(cpu)
            if (object.vector.length > 0 && !me.dirty.isEmpty) me.batch.add(me.object)
            object.mask.assign(me.dirty)
            if (tags || other === null) epochs.tagWith(object, me)
            me.dirty.clear()
            me.takesOver = null
            return updatesFirst ? 'release lock' : goOn(me, pick)
          },
          ...operation.releaseLock((me, pick) => (updatesFirst ? goOn(me, pick) : 'read epoch')),

          'invalidate own': (s, me) => {
            if (me.mask.has(me.id) && !invalidates(s, me, me)) return reload.first('own')
            return test(me)
          },
          ...reload.steps('own', { next: test }),
          ...(base?.steps(testVersions) ?? NO_STEPS),
          ...operation.shootDown(shot),
          'advance epoch': (s, me) => {
            epochs.advance(s, me, ({ lock, mask }) => {
              // Whoever holds the lock may be about to look at it, and will overwrite it.
              if (lock === null) mask.clear()
            })
            return advancesLast ? 'returned' : 'invalidate own'
          },
          ...operation.returned,

          ...operation.handler,
          'others: read lists': (s, me) => {
            const all = [...me.serves].every((other) => invalidates(s, me, s.cpu.get(other)))
            return all ? operation.invalidated(me) : reload.first('others')
          },
          ...reload.steps('others', { next: operation.invalidated }),
        }),
      ),
    ]
  },
  fairness: everybodyIsServed,
  mayStop: (s, { operations }) => operations > 0 && hasEnded(s),
  properties: ({ takes, global, skips, always, reachable, leadsTo, ...taking }) => ({
    ...claims(
      { always, reachable },
      permissions(takes, { global }),
      taking,
      (s, cpu) => !isGone(s.cpu.get(cpu).at, skips),
    ),
    ...(taking.operations === 0 && { 'processors shoot at each other': reachable(shootAtEachOther) }),
    "nobody waits for another's whole batch": always((s) => !waitsForWholeBatch(s)),
    ...inTheEnd({ leadsTo }, 'returned'),
  }),
})

interface Versioning extends Skipping {
  readonly list: Skipping['mask']
}
