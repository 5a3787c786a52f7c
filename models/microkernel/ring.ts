import { array, bool, component, int, oneOf, type Precaution, struct } from '../../src/index.js'
import { type Epochs, endless } from './epoch.js'

export interface TokenRingOptions {
  readonly cpus: number
  readonly precaution: Precaution
  /** Only every so many-th kernel entry tests for the token. */
  readonly every?: number
  /** How epochs are counted. */
  readonly epochs?: Epochs
}

/**
 * The ring in which processors pass one token, to find out when everybody has been quiescent (Uhlig 2005, 3.2.5 and 5.2.2).
 *
 * Every processor has a field in memory; a value in it is the token. A processor tests its own field at safe points, where
 * it holds no reference to anything in the kernel, and when it finds the token there it hands it on by writing its
 * successor's field. Processor 0 begins a new epoch each time the token has come round to it.
 *
 * To take it up:
 *
 *     components: ({ cpus, precaution }) => ({ ring: tokenRing({ cpus, precaution }) }),
 *     initial: (s) => giveToken(s.ring),
 *
 * and spread `components.ring.test('tick', …)` into the program of the processors, wherever a safe point is.
 *
 * Two things are assumed that the text leaves open: processor 0 is the one that counts, and it does so while it has the
 * token in its hands. As nobody else ever writes the epoch, reading and incrementing it is one step.
 */
export function tokenRing({ cpus, precaution, every = 1, epochs = endless }: TokenRingOptions) {
  const order = orderOfPassing(precaution)
  const parts = component({
    state: struct({
      epoch: epochs.number,
      cpu: array(
        cpus,
        struct({
          field: bool,
          /** What it knows of the token: it has seen it in its field, or has written it to its successor's. */
          token: oneOf('elsewhere', 'taken', 'passed'),
          /** Kernel entries since the last one that tested the field. Local, so counting is not a step of its own. */
          entries: int(0, every - 1),
        }),
      ),
    }),
    properties: ({ always }) => ({
      'exactly one token': always((s) => s.cpu.count(hasToken) === 1),
    }),
  })

  /** The step that follows `part` of the passing on processor `id`. */
  const following = (part: Part | 'read', id: number): Part | undefined => {
    const rest = part === 'read' ? order : order.slice(order.indexOf(part) + 1)
    return rest.find((p) => p !== 'advance epoch' || id === 0)
  }

  return {
    ...parts,
    epochs,

    /** Counts a kernel entry; true if it is one at which the field is tested. */
    countEntry(s: HasRing, me: HasId): boolean {
      const cpu = s.ring.cpu.get(me.id)
      cpu.entries = (cpu.entries + 1) % every
      return cpu.entries === 0
    },

    /**
     * The test for the token, as steps called `tick: read token field` and so on if `name` is "tick". Goes to `next`
     * afterwards. Systems that keep epochs of their own make them `older` in `age`, when the global one is kept instead.
     */
    test<N extends string, Next extends string, S = unknown, Me = unknown>(
      name: N,
      { next, age }: { readonly next: (me: Me) => Next; readonly age?: (s: S) => void },
    ): Record<`${N}: ${'read token field' | Part}`, Passing<S, Me, Next | `${N}: ${Part}`>> {
      const after = (part: Part | 'read', me: Me & HasId): Next | `${N}: ${Part}` => {
        const label = following(part, me.id)
        return label === undefined ? next(me) : `${name}: ${label}`
      }
      const steps: Record<'read token field' | Part, Passing<S, Me, Next | `${N}: ${Part}`>> = {
        'read token field': (s, me) => {
          const cpu = s.ring.cpu.get(me.id)
          if (!cpu.field) return next(me)
          cpu.token = 'taken'
          return after('read', me)
        },
        'clear token field': (s, me) => {
          const cpu = s.ring.cpu.get(me.id)
          cpu.field = false
          if (cpu.token === 'passed') cpu.token = 'elsewhere'
          return after('clear token field', me)
        },
        'advance epoch': (s, me) => {
          const epoch = epochs.next(s.ring.epoch)
          if (epoch === null) age?.(s)
          else s.ring.epoch = epoch
          return after('advance epoch', me)
        },
        'write successor field': (s, me) => {
          const cpu = s.ring.cpu.get(me.id)
          s.ring.cpu.get((me.id + 1) % cpus).field = true
          cpu.token = cpu.field ? 'passed' : 'elsewhere'
          return after('write successor field', me)
        },
      }
      const named = Object.entries(steps).map(([label, step]) => [`${name}: ${label}`, step])
      return Object.fromEntries(named) as Record<`${N}: ${'read token field' | Part}`, (typeof steps)[Part]>
    },
  }
}

/** Puts the token into processor 0's field, as at boot time. */
export function giveToken(ring: HasRing['ring']): void {
  ring.cpu.get(0).field = true
}

type Part = 'clear token field' | 'advance epoch' | 'write successor field'

type Passing<S, Me, Label> = (s: S & HasRing, me: Me & HasId) => Label

interface RingCpu {
  field: boolean
  token: 'elsewhere' | 'taken' | 'passed'
  entries: number
}

interface HasRing {
  readonly ring: { epoch: number; readonly cpu: { get(index: number): RingCpu } }
}

interface HasId {
  readonly id: number
}

/** Who has the token: the processor that has taken it up, else the one whose field it is in. */
function hasToken(cpu: RingCpu): boolean {
  return cpu.token === 'taken' || (cpu.token === 'elsewhere' && cpu.field)
}

/**
 * In which order a processor that has found the token hands it on.
 * - Were the successor's field written first, the token could come round before the own field is cleared, and be lost.
 * - Were the epoch advanced last, the next round could begin in the old epoch, and a processor that passed the token early
 *   in it would count as quiescent for events that came after.
 */
function orderOfPassing(precaution: Precaution): readonly Part[] {
  const clearsFirst = precaution('clear the own token field before writing the next')
  const advancesFirst = precaution('advance the epoch before passing the token')
  const passing: Part[] = clearsFirst
    ? ['clear token field', 'write successor field']
    : ['write successor field', 'clear token field']
  return advancesFirst ? ['advance epoch', ...passing] : [...passing, 'advance epoch']
}
