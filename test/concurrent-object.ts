import fc from 'fast-check'
import { array, blocked, int, type Model, sequential, struct, system } from '../src/index.js'

/**
 * Small objects used by a few processes, as data: what each operation ought to do, and in which steps it is done. Two
 * readings that share no code: a model with its linearizability as a property, and `history-search.ts`, which goes
 * through every history.
 */
export interface ConcurrentObject {
  /** For each process, what it does one after the other. */
  readonly scripts: readonly (readonly Job[])[]
}

export interface Job {
  readonly operation: Operation
  /** Taken one by one; all of them together with call and return if there are none between which others could come. */
  readonly steps: readonly MicroStep[]
  readonly atOnce: boolean
}

export type Operation =
  | readonly ['add', number]
  | readonly ['read']
  | readonly ['write', number]
  | readonly ['await', number]
  | readonly ['guess']

/** On the shared value and the process's own. */
export type MicroStep =
  | readonly ['load']
  | readonly ['store', number]
  | readonly ['store own plus', number]
  | readonly ['fetch and add', number]
  | readonly ['wait for', number]
  | readonly ['own', number]

/** All numbers count modulo this. */
export const MODULUS = 3

const value = fc.nat(MODULUS - 1)

const microStep: fc.Arbitrary<MicroStep> = fc.oneof(
  fc.constant(['load'] as const),
  fc.tuple(fc.constantFrom('store', 'store own plus', 'fetch and add', 'wait for', 'own'), value),
)

/** Right ways to do it, nearly right ones, and some that are anything. */
const job: fc.Arbitrary<Job> = fc.tuple(value, fc.nat(9), fc.boolean()).chain(([n, way, atOnce]) => {
  const of = (operation: Operation, ...steps: MicroStep[]) => fc.constant({ operation, steps, atOnce })
  const anyhow = (operation: Operation) =>
    fc.array(microStep, { minLength: 1, maxLength: 3 }).map((steps) => ({ operation, steps, atOnce }))
  switch (way) {
    case 0:
    case 1:
      return of(['add', n], ['fetch and add', n])
    case 2:
      return of(['add', n], ['load'], ['store own plus', n])
    case 3:
    case 4:
      return of(['read'], ['load'])
    case 5:
      return of(['write', n], ['load'], ['store', n])
    case 6:
      return of(['await', n], ['wait for', n], ['own', n])
    case 7:
      return of(['guess'], ['own', n])
    case 8:
      return anyhow(['add', n])
    default:
      return anyhow(['read'])
  }
})

export const concurrentObject: fc.Arbitrary<ConcurrentObject> = fc.record({
  scripts: fc.oneof(
    fc.array(fc.array(job, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 2 }),
    fc.array(fc.array(job, { minLength: 1, maxLength: 1 }), { minLength: 3, maxLength: 3 }),
  ),
})

const specification = sequential('number', {
  state: () => ({ value: 0 }),
  operations: ({ pick }) => ({
    add(s, n: number) {
      const old = s.value
      s.value = (s.value + n) % MODULUS
      return old
    },
    read: (s) => s.value,
    write(s, n: number) {
      s.value = n
    },
    await: (s, n: number) => (s.value === n ? n : blocked),
    guess: (s) => pick([s.value, (s.value + 1) % MODULUS]),
  }),
})

/** The same property twice, read off states and off steps; the first only if no operation is over in a single step. */
export function asModel({ scripts }: ConcurrentObject): Model {
  const longest = Math.max(...scripts.flat().map((j) => j.steps.length))
  const process = struct({ job: int(0, 2), step: int(0, longest + 1), own: int(0, MODULUS - 1) })
  const jobOf = (p: { readonly job: number }, i: number) => scripts[i]![p.job]
  return system('object', {
    state: () => struct({ value: int(0, MODULUS - 1), process: array(scripts.length, process) }),
    behaviour: ({ action }) =>
      scripts.map((script, i) =>
        action(`process ${i}`, {
          when: (s) => s.process.get(i).job < script.length,
          do: (s) => {
            const p = s.process.get(i)
            const { steps, atOnce } = script[p.job]!
            const take = ([name, n = 0]: MicroStep): boolean => {
              if (name === 'load') p.own = s.value
              else if (name === 'own') p.own = n
              else if (name === 'store') s.value = n
              else if (name === 'store own plus') s.value = (p.own + n) % MODULUS
              else if (name === 'fetch and add') {
                p.own = s.value
                s.value = (s.value + n) % MODULUS
              } else return s.value === n
              return true
            }
            if (atOnce) {
              if (!steps.every(take)) return blocked
              p.job++
            } else if (p.step === 0) p.step = 1
            else if (p.step <= steps.length) {
              if (!take(steps[p.step - 1]!)) return blocked
              p.step++
            } else {
              p.step = 0
              p.job++
            }
            return undefined
          },
        }),
      ),
    properties: ({ linearizable }) => ({
      ...(!scripts.flat().some((j) => j.atOnce) && {
        'by states': linearizable(specification, {
          processes: (s) => s.process.map((p, i) => ({ p, i })),
          pending: ({ p, i }) => (p.step === 0 ? null : jobOf(p, i)!.operation),
          result: ({ p, i }) => (scripts[i]![p.job - 1]!.operation[0] === 'write' ? undefined : p.own),
        }),
      }),
      'by steps': linearizable(specification, (before, after, history) =>
        scripts.forEach((_, i) => {
          const [was, is] = [before.process.get(i), after.process.get(i)]
          const { operation, atOnce } = jobOf(was, i) ?? { operation: ['read'] as const, atOnce: false }
          const returns = is.job > was.job
          if ((was.step === 0 && is.step === 1) || (returns && atOnce)) history.call(i, ...operation)
          if (returns && operation[0] === 'write') history.return(i)
          else if (returns) history.return(i, is.own)
        }),
      ),
    }),
    mayStop: () => true,
  })()
}
