import { array, bool, component, int, oneOf, type Precaution, struct } from '../../../src/index.js'
import { type Barriers, noBarriers } from './barriers.js'
import { type Epochs, endless, older } from './epoch.js'
import { type AnyMemory, shared } from './shared.js'

interface RingOptions {
  readonly cpus: number
  readonly precaution: Precaution
  /** Only every so many-th kernel entry tests for the token. */
  readonly every?: number
  /** How epochs are counted. */
  readonly epochs?: Epochs
}

export interface TokenRingOptions extends RingOptions {
  /** The memory that has the ring's variables (`ringVariables`), at `s.memory`; without it, the ring has its own at `s.ring`. */
  readonly memory?: AnyMemory
  readonly barriers?: Barriers
}

/** What the processors share: the global epoch, and a field for each of them, in which a value is the token. */
export function ringVariables({ cpus, epochs = endless }: { readonly cpus: number; readonly epochs?: Epochs }) {
  return { epoch: epochs.number, field: array(cpus, bool) }
}

/** What a processor keeps for itself. */
function privateState({ cpus, every = 1 }: RingOptions) {
  return {
    cpu: array(
      cpus,
      struct({
        /** What it knows of the token: it has seen it in its field, or has written it to its successor's. */
        token: oneOf('elsewhere', 'taken', 'passed'),
        /** Kernel entries since the last one that tested the field. Local, so counting is not a step of its own. */
        entries: int(0, every - 1),
      }),
    ),
  }
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
 * and spread `components.ring.test('tick', …)` into the program of the processors, wherever a safe point is. A ring on a
 * memory of the system is `tokenRingOn`, and its claim `hasOneToken`.
 *
 * Two things are assumed that the text leaves open: processor 0 is the one that counts, and it does so while it has the
 * token in its hands. As nobody else ever writes the epoch, reading and incrementing it is one step.
 */
export function tokenRing(options: RingOptions) {
  const parts = component({
    state: struct({ ...ringVariables(options), ...privateState(options) }),
    properties: ({ always }) => ({
      'exactly one token': always((s) => hasOneToken(s.cpu, s.field)),
    }),
  })
  return { ...parts, ...passing(options) }
}

/** The same ring with its variables in the memory that the system has at `s.memory`. */
export function tokenRingOn(memory: AnyMemory, options: RingOptions & { readonly barriers: Barriers }) {
  return { ...component({ state: struct(privateState(options)) }), ...passing({ ...options, memory }) }
}

function passing(options: TokenRingOptions) {
  const { cpus, precaution, every = 1, epochs = endless, barriers = noBarriers } = options
  const order = orderOfPassing(precaution, barriers)
  const found = barriers.acquiring('order everything after the token is found')
  const advanced = barriers.releasing('order everything before the epoch is advanced')
  const passed = barriers.releasing('order everything before the token is passed')
  const ring = shared(ringVariables({ cpus, epochs }), { cpus, own: 'ring', memory: options.memory })
  const { memory } = ring
  const stillInOwnField = order.indexOf('write successor field') < order.indexOf('clear token field')

  /** The step that follows `part` of the passing on processor `id`. */
  const following = (part: Part | 'read', id: number): Part | undefined => {
    const rest = part === 'read' ? order : order.slice(order.indexOf(part) + 1)
    return rest.find((p) => id === 0 || (p !== 'advance epoch' && p !== 'fence'))
  }

  return {
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
          if (!memory.load(ring.in(s), me.id, 'field', me.id, found)) return next(me)
          s.ring.cpu.get(me.id).token = 'taken'
          return after('read', me)
        },
        'clear token field': (s, me) => {
          const cpu = s.ring.cpu.get(me.id)
          memory.store(ring.in(s), me.id, 'field', me.id, false)
          if (cpu.token === 'passed') cpu.token = 'elsewhere'
          return after('clear token field', me)
        },
        'advance epoch': (s, me) => {
          const epoch = memory.load(ring.in(s), me.id, 'epoch')
          const next = epochs.next(epoch)
          if (next === null) {
            age?.(s)
            memory.rename(ring.in(s), 'epoch', older)
          }
          memory.store(ring.in(s), me.id, 'epoch', next ?? epoch, advanced)
          return after('advance epoch', me)
        },
        fence: (s, me) => {
          memory.fence(ring.in(s), me.id)
          return after('fence', me)
        },
        'write successor field': (s, me) => {
          memory.store(ring.in(s), me.id, 'field', (me.id + 1) % cpus, true, passed)
          s.ring.cpu.get(me.id).token = stillInOwnField ? 'passed' : 'elsewhere'
          return after('write successor field', me)
        },
      }
      const parts: readonly string[] = ['read token field', ...order]
      const named = Object.entries(steps).flatMap(([part, step]) =>
        parts.includes(part) ? [[`${name}: ${part}`, step]] : [],
      )
      return Object.fromEntries(named) as Record<`${N}: ${'read token field' | Part}`, (typeof steps)[Part]>
    },
  }
}

/** Puts the token into processor 0's field, as at boot time. */
export function giveToken(ring: { readonly field: { set(index: number, value: boolean): void } }): void {
  ring.field.set(0, true)
}

type Part = 'clear token field' | 'advance epoch' | 'fence' | 'write successor field'

type Passing<S, Me, Label> = (s: S & HasRing, me: Me & HasId) => Label

interface RingCpu {
  token: 'elsewhere' | 'taken' | 'passed'
  entries: number
}

export interface HasRing {
  readonly ring: { readonly cpu: { get(index: number): RingCpu } }
}

export interface HasId {
  readonly id: number
}

interface Views<T> {
  count(test: (element: T, index: number) => boolean): number
}

/**
 * The claim that makes it a token: one processor has it, which has taken it up or in whose field it is. While stores are on
 * their way to memory (`isSettled` false), a field may not have it yet, or still; but nobody else has taken it up.
 */
export function hasOneToken(
  cpus: Views<{ readonly token: RingCpu['token'] }>,
  fields: { get(index: number): boolean },
  isSettled = true,
): boolean {
  if (!isSettled) return cpus.count(isTaken) <= 1
  return cpus.count((cpu, i) => isTaken(cpu) || (cpu.token === 'elsewhere' && fields.get(i))) === 1
}

function isTaken({ token }: { readonly token: RingCpu['token'] }): boolean {
  return token === 'taken'
}

/**
 * In which order a processor that has found the token hands it on.
 * - Were the successor's field written first, the token could come round before the own field is cleared, and be lost.
 * - Were the epoch advanced last, the next round could begin in the old epoch, and a processor that passed the token early
 *   in it would count as quiescent for events that came after.
 * - Where processors may see stores in different orders, the new epoch has to be seen by all before the token goes on.
 */
function orderOfPassing(precaution: Precaution, barriers: Barriers): readonly Part[] {
  const clearsFirst = precaution('clear the own token field before writing the next')
  const advancesFirst = precaution('advance the epoch before passing the token')
  const agrees = barriers.agreeing('have all see the new epoch before the token is passed')
  const passing: Part[] = clearsFirst
    ? ['clear token field', 'write successor field']
    : ['write successor field', 'clear token field']
  const advance: Part[] = agrees ? ['advance epoch', 'fence'] : ['advance epoch']
  return advancesFirst ? [...advance, ...passing] : [...passing, ...advance]
}
