import { array, oneOf, type Pick, struct, system } from '../../../src/index.js'
import { switchOn } from '../../hardware/interrupts/interrupts.js'
import { filling } from '../../hardware/tlb/filling.js'
import { everybodyIsServed, inTheEnd } from '../../hardware/tlb/in-the-end.js'
import { loadBase, type Tlb } from '../../hardware/tlb/tlb.js'
import { claims, hasEnded, waitsForWholeBatch } from './claims.js'
import { tlbEpochs } from './epochs.js'
import { operations, upTo } from './operation.js'
import { type Sharers, sharersTracking } from './sharers.js'
import {
  beginInSpaces,
  otherSpace,
  permissionsInSpaces,
  spaceComponents,
  spaceOf,
  spaceParameters,
  spaceTypes,
} from './spaces.js'
import type { Processor } from './state.js'

/**
 * The epoch bypass with address spaces that not everybody shares, and with cluster masks in place of sets of processors (Uhlig
 * 2005, 4.2.2, 4.4.2 and 5.4.4). Each space has a mask of the processors that its threads have run on; it only ever grows. An
 * operation that changes the page tables of several spaces merges their masks, and what is outstanding for an object is
 * a mask too, which who comes next merges with its own. A mask may select processors besides: they are interrupted for
 * nothing, and nobody is missed.
 *
 * An object is a piece of memory that is mapped in one space or in both. Threads go from space to space; a processor is in
 * the mask, by one step, before it loads the base, and the mask is read after the page table is written
 * (`cluster-mask-publication` is about these two). A shoot-down flushes all of the TLB. Versions are left out; the
 * precautions of `tlb-epoch-bypass` are all taken, and not asked for again.
 */
export const tlbClusterMasks = system('tlb-cluster-masks', {
  summary: 'TLB coherency: cluster masks of who shares an address space, and of who is to be interrupted',
  source: 'Uhlig 2005, 4.2.2, 4.4.2 and 5.4.4',
  parameters: {
    ...spaceParameters(oneOf('apart', 'neighbours', 'anywhere')),
    /** Which interrupts are counted: all, or those to processors that have never run in a space that was changed. */
    counted: oneOf('all', 'needless'),
  },
  components: spaceComponents,
  state: (sizes) => {
    const { space, object, cpu, pages, records } = spaceTypes(sizes)
    return struct({
      space,
      object: array(sizes.objects, struct(object)),
      cpu: array(
        sizes.cpus,
        struct({
          ...cpu,
          /** The pages that it has changed, whose space's mask it has still to look at. */
          rest: pages,
          ...records,
        }),
      ),
    })
  },
  initial: (s, setting) => beginInSpaces(s, setting),
  behaviour: ({ takes, fills, tracking, switches, counted, program, precaution, ...sizes }) => {
    const grows = !switches || precaution('grow the mask of a space, never replace it')
    const keeps =
      !switches || tracking === 'exact sets' || precaution('keep a processor in the mask when it leaves the space')
    const mergesSpaces = sizes.pages === 1 || precaution('merge the masks of all spaces that have changed')
    const mergesBatch = sizes.objects === 1 || precaution('merge the masks of all objects of a batch')
    const takesOver = sizes.takers === 1 || precaution('take over the mask that is outstanding')
    // A third operation has to come while the second one, which has taken over from the first, is under way.
    const leaves = sizes.takers <= 2 || precaution('leave the mask that is outstanding with the object')
    // Else every mask is the one that the first space has from the beginning.
    const differ = tracking === 'cluster masks' && (switches || sizes.pages > 1)
    const aligns = !differ || precaution('align two masks before merging them')
    const permission = permissionsInSpaces(takes, sizes)
    const track = sharersTracking({ ...sizes, tracking, aligns })
    const epochs = tlbEpochs('endless')
    const targets = ({ id, targets }: Masking) => track.selected(targets).filter((cpu) => cpu !== id)
    const operation = operations({
      ...sizes,
      permission,
      precaution: () => true,
      first: 'flush for others',
      targets,
      counted: (me) => (counted === 'all' ? targets(me).length : needless(me, targets(me))),
      forget: (me) => track.clear(me.targets),
    })
    const flush = (s: { readonly tlb: Tlb }, cpu: number) => loadBase(s.tlb, cpu, s.tlb.cpu.get(cpu).base)
    const toUser = (s: { readonly interrupts: Parameters<typeof switchOn>[0] }, cpu: number) => {
      switchOn(s.interrupts, cpu)
      return 'user' as const
    }
    return [
      filling(
        fills,
        program('cpu', {
          user: operation.user(...(switches ? (['enter mask'] as const) : [])),
          ...(switches && {
            'enter mask': (s, me) => {
              const space = s.space.get(otherSpace(s, me.id))
              if (grows) track.add(space, me.id)
              else track.replaceBy(space, me.id)
            },
            'load base': (s, me) => {
              loadBase(s.tlb, me.id, otherSpace(s, me.id))
              return keeps ? toUser(s, me.id) : 'leave mask'
            },
          }),
          ...(!keeps && {
            'leave mask': (s, me) => {
              track.clearBit(s.space.get(otherSpace(s, me.id)), me.id)
              return toUser(s, me.id)
            },
          }),

          ...operation.takeLock({ serves: true, polls: true, next: () => 'write entry' }),
          ...operation.writeEntries({
            changed: (me, page) => me.rest.add(page),
            next: (_, me) => (me.rest.isEmpty ? 'update object' : 'merge mask'),
          }),
          'merge mask': (s, me) => {
            const page = [...me.rest][0]!
            me.rest.delete(page)
            if (!mergesSpaces) track.clear(me.dirty)
            track.merge(me.dirty, s.space.get(spaceOf(sizes, page)))
            return me.rest.isEmpty ? 'update object' : 'merge mask'
          },
          'update object': (s, me) => {
            const object = s.object.get(me.object)
            const isOutstanding = epochs.isOutstanding(s, object)
            if (!mergesBatch) track.clear(me.targets)
            track.merge(me.targets, me.dirty)
            if (isOutstanding && takesOver) track.merge(me.targets, object.outstanding)
            if (!isOutstanding || !leaves) track.clear(object.outstanding)
            track.merge(object.outstanding, me.dirty)
            epochs.tagWith(object, me)
            track.clear(me.dirty)
          },
          ...operation.releaseLock((me, pick: Pick) =>
            operation.nextOrEnd(me, pick, upTo(sizes.objects).slice(me.object + 1), 'invalidate own'),
          ),

          'invalidate own': (s, me) => {
            if (track.has(me.targets, me.id)) flush(s, me.id)
            return operation.shootDownOr('advance epoch', me)
          },
          ...operation.shootDown('advance epoch'),
          'advance epoch': (s, me) => {
            epochs.advance(s, me, ({ outstanding }) => track.clear(outstanding))
          },
          ...operation.returned,

          ...operation.handler,
          'flush for others': (s, me) => {
            flush(s, me.id)
            return operation.invalidated(me)
          },
        }),
      ),
    ]
  },
  fairness: everybodyIsServed,
  mayStop: (s, { operations }) => operations > 0 && hasEnded(s),
  properties: ({ takes, tracking, cpus, begin, switches, always, reachable, leadsTo, ...taking }) => {
    const track = sharersTracking({ cpus, tracking })
    return {
      ...claims({ always, reachable }, permissionsInSpaces(takes, taking), taking),
      ...(taking.takers > 1 && { "nobody waits for another's whole batch": always((s) => !waitsForWholeBatch(s)) }),
      ...inTheEnd({ leadsTo }, 'returned'),
      // Two neighbours fit into any bitmap of two bits, and so do two processors.
      ...(tracking === 'cluster masks' &&
        cpus > 2 &&
        (begin !== 'neighbours' || switches) && {
          'one is interrupted that has never run in a space that was changed': reachable((s) =>
            s.cpu.some((c) => c.at === 'wait' && needless(c, track.selected(c.targets)) > 0),
          ),
        }),
    }
  },
})

interface Masking extends Processor {
  readonly rest: Processor['requests']
  readonly dirty: Sharers
  readonly targets: Sharers
}

/** How many of the processors have never run in a space that the operation has changed, or that it has taken over. */
function needless({ targets }: { readonly targets: Sharers }, cpus: readonly number[]): number {
  return cpus.filter((cpu) => !targets.cpus.has(cpu)).length
}
