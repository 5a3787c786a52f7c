import { array, bool, id, int, oneOf, option, type Pick, set, struct, system, withDefault } from '../../../src/index.js'
import { interrupts, switchOn } from '../../hardware/interrupts/interrupts.js'
import { filling } from '../../hardware/tlb/filling.js'
import { invalidate, type Tlb, tlb } from '../../hardware/tlb/tlb.js'
import { claims, hasEnded, shootAtEachOther, waitsForWholeBatch } from './claims.js'
import { tlbEpochs } from './epochs.js'
import { operations, upTo } from './operation.js'
import { permissions } from './permission.js'
import { isAboutToReload, reloading } from './reload.js'
import { type Processor, parameters, processorFields } from './state.js'
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
  state: ({ versions, counters, ...sizes }) => {
    const { tag, count } = tlbEpochs(counters)
    const cpu = id('cpu', sizes.cpus)
    const counted = versionsOf(versions, { bySize: true })
    return struct({
      object: array(
        sizes.objects,
        struct({
          lock: option(cpu),
          /** Whose translations are outstanding. */
          mask: set(cpu),
          ...tag(sizes.cpus),
        }),
      ),
      cpu: array(
        sizes.cpus,
        struct({
          ...processorFields(sizes),
          ...count,
          ...counted.fields(sizes.cpus),
          /** Who may have cached what it has changed of its object and not yet recorded with it. */
          dirty: set(cpu),
          /** Whose translations its own shoot-down has to invalidate, and of which pages. */
          mask: set(cpu),
          list: set(int(0, sizes.objects * sizes.pages - 1)),
          /** Whose versions it has still to look at. */
          rest: set(cpu),
          /** Whose shoot-down it has found outstanding. */
          takesOver: option(cpu),
        }),
      ),
    })
  },
  initial: (s, { takes, global, fills }) => permissions(takes, { global }).grantAll(s, fills),
  behaviour: ({ takes, fills, entries, global, program, precaution, ...options }) => {
    const { switches, spaces, versions, counters, batches, ...sizes } = options
    const polls = precaution('serve shoot-downs between the objects of a batch')
    const recordsLast = precaution('record the versions after writing the page table')
    const recordsOwn = precaution('record the own version too, for who takes over')
    const mergesVersions = precaution('merge the versions that are outstanding')
    const mergesMasks = precaution('merge the mask that is outstanding')
    const mergesEntries = entries === 0 || precaution('merge the entries that are outstanding')
    const tags = precaution('tag the object with the own epoch')
    const updatesFirst = precaution('update the object before releasing its lock')
    const advancesLast = precaution('begin a new epoch after the shoot-down')
    const neverSkips = global && precaution('interrupt for global pages whatever the version')
    const flushesGlobal = global && precaution('flush global translations too')
    const permission = permissions(takes, { global })
    const epochs = tlbEpochs(counters)
    const bySize = versions !== 'wrapping' || precaution('skip only who has a larger version, not a different one')
    const tlbVersions = versionsOf(versions, { bySize })
    const reload = reloading({ precaution, versions: tlbVersions, flushesGlobal })
    const operation = operations({
      ...sizes,
      permission,
      precaution,
      first: entries > 0 ? 'others: read lists' : reload.first('others'),
      targets: ({ id, mask }: Versioning) => [...mask].filter((cpu) => cpu !== id),
      forget: ({ mask, list }) => {
        mask.clear()
        list.clear()
      },
    })
    const shot = advancesLast ? 'advance epoch' : 'returned'
    const end = advancesLast ? 'invalidate own' : 'advance epoch'
    const update = updatesFirst ? 'read epoch' : 'release lock'

    const goOn = (me: Versioning, pick: Pick) => {
      const candidates = upTo(sizes.objects).slice(batches === 'any' ? 0 : me.object + 1)
      return operation.nextOrEnd(me, pick, candidates, end)
    }
    /** Lets the processor look at the versions of these; whether there are any. */
    const looksAt = (me: Versioning, cpus: Iterable<number>, own: boolean) => {
      me.rest.assign([...cpus].filter((cpu) => own || cpu !== me.id))
      return !me.rest.isEmpty
    }
    const next = (me: Versioning, pick: Pick) => {
      const cpu = pick(me.rest)
      me.rest.delete(cpu)
      return cpu
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
    const testVersions = (me: Versioning) =>
      !neverSkips && looksAt(me, me.mask, false) ? 'test version' : operation.shootDownOr(shot, me)
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
            next: (me) =>
              !recordsLast && looksAt(me, upTo(sizes.cpus), recordsOwn) ? 'record version' : 'write entry',
          }),
          ...operation.writeEntries({
            changed: (me, page) => {
              me.dirty.fill()
              add(me, [page])
            },
            next: (_, me) => (recordsLast && looksAt(me, me.dirty, recordsOwn) ? 'record version' : update),
          }),
          'record version': (s, me, pick) => {
            const cpu = next(me, pick)
            me.vector.set(cpu, tlbVersions.present(s, cpu))
            if (!me.rest.isEmpty) return 'record version'
            return recordsLast ? update : 'write entry'
          },
          'read epoch': (s, me) => {
            const object = s.object.get(me.object)
            if (!epochs.isOutstanding(s, object)) return 'update object'
            me.takesOver = object.by
            return mergesVersions && looksAt(me, object.mask, recordsOwn) ? 'merge version' : 'update object'
          },
          'merge version': (s, me, pick) => {
            const cpu = next(me, pick)
            const other = s.cpu.get(me.takesOver!).vector.get(cpu)
            me.vector.set(cpu, tlbVersions.later(me.vector.get(cpu), other))
            return me.rest.isEmpty ? 'update object' : 'merge version'
          },
          'update object': (s, me, pick) => {
            const object = s.object.get(me.object)
            const other = me.takesOver === null ? null : s.cpu.get(me.takesOver)
            if (other !== null && mergesMasks) for (const cpu of object.mask) me.dirty.add(cpu)
            if (other !== null && mergesEntries) add(me, other.list)
            for (const cpu of me.dirty) me.mask.add(cpu)
            object.mask.assign(me.dirty)
            if (tags || other === null) epochs.tagWith(object, me)
            me.dirty.clear()
            me.takesOver = null
            return updatesFirst ? 'release lock' : goOn(me, pick)
          },
          ...operation.releaseLock((me, pick) => (updatesFirst ? goOn(me, pick) : 'read epoch')),

          'invalidate own': (s, me) => {
            if (me.mask.has(me.id) && !invalidates(s, me, me)) return reload.first('own')
            return testVersions(me)
          },
          ...reload.steps('own', { next: testVersions }),
          'test version': (s, me, pick) => {
            const cpu = next(me, pick)
            if (tlbVersions.hasMovedOn(s, cpu, me.vector.get(cpu))) me.mask.delete(cpu)
            return me.rest.isEmpty ? operation.shootDownOr(shot, me) : 'test version'
          },
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
  // Nobody has to enter the kernel, but whoever comes back to user mode again and again lets an interrupt in at last.
  fairness: ({ weak, strong }) => [
    weak('cpu', { except: ['user'] }),
    strong('cpu', { only: (_, after, { id }) => after.interrupts.cpu.get(id).inService !== null }),
  ],
  mayStop: (s, { operations }) => operations > 0 && hasEnded(s),
  properties: ({ takes, global, always, reachable, leadsTo, ...taking }) => ({
    ...claims(
      { always, reachable },
      permissions(takes, { global }),
      taking,
      (s, cpu) => !isAboutToReload(s.cpu.get(cpu).at),
    ),
    ...(taking.operations === 0 && { 'processors shoot at each other': reachable(shootAtEachOther) }),
    "nobody waits for another's whole batch": always((s) => !waitsForWholeBatch(s)),
    'who waits for acknowledgements gets them': leadsTo.each(
      'cpu',
      (_, me) => me.at === 'wait',
      (_, me) => me.at === 'returned',
    ),
  }),
})

type Versioning = Processor & {
  version: number
  readonly vector: { get(cpu: number): number; set(cpu: number, version: number): void }
  readonly mask: Cpus
  readonly list: Cpus
  readonly rest: Cpus
  readonly dirty: Cpus
}

type Cpus = Processor['requests']
