import { workerData } from 'node:worker_threads'
import fc from 'fast-check'
import { array, beyond, bool, id, int, type Model, queue, type System, struct, system } from '../src/index.js'
import { asModel } from './as-model.js'
import { randomSystem } from './random-system.js'

/**
 * Systems for searches on several threads, which load this module themselves. The random ones are the same in every
 * thread: they are drawn from a fixed seed.
 */
const crowd = system('crowd', {
  parameters: { processes: int(1, 9, { default: 5 }) },
  state: ({ processes }) =>
    struct({ total: int(0, 3 * 9), process: array(processes, struct({ steps: int(0, 3), odd: bool })) }),
  behaviour: ({ program }) => [
    program('process', {
      walk: (s, me) => {
        me.steps++
        me.odd = !me.odd
        s.total++
        return me.steps < 3 ? 'walk' : 'done'
      },
    }),
  ],
  properties: ({ always, step, reachable }) => ({
    'never all at once': always((s) => s.total < s.process.length * 3),
    'the total grows': step((before, after) => after.total > before.total),
    'half way': reachable((s) => s.process.every((p) => p.steps === 1)),
  }),
})

/** Each process puts into its buffer for ever, and somebody takes out: the model's own bound keeps it finite. */
export const buffers = system('buffers', {
  parameters: { processes: int(1, 3, { default: 2 }) },
  state: ({ processes }) =>
    struct({ buffer: array(processes, queue(int(0, 1), 2)), process: array(processes, struct({})) }),
  behaviour: ({ processes, program, action, precaution }) => {
    const drains = precaution('drain')
    return [
      program('process', {
        put: (s, me) => {
          const buffer = s.buffer.get(me.id)
          if (buffer.isFull) {
            // To be taken back.
            buffer.set(0, 1)
            throw beyond('a buffer of 2 entries')
          }
          buffer.push(0)
          return 'put'
        },
      }),
      action(
        'drain',
        { of: id('process', processes) },
        {
          when: (s, { of }) => drains && !s.buffer.get(of).isEmpty,
          do: (s, { of }) => s.buffer.get(of).remove(0),
        },
      ),
    ]
  },
  properties: ({ always, reachable, leadsTo }) => ({
    'only zeroes': always((s) => s.buffer.every((b) => b.every((v) => v === 0))),
    'all full': reachable((s) => s.buffer.every((b) => b.isFull)),
    'never three': reachable((s) => s.buffer.some((b) => b.length > 2)),
    'goes on': leadsTo(
      (s) => s.buffer.get(0).isFull,
      (s) => !s.buffer.get(0).isFull,
    ),
  }),
  fairness: ({ weak }) => [weak('process'), weak('drain')],
})

/** Fails in every thread that was started for the search. */
const dies = system('dies', {
  state: () => struct({ x: int(0, 300), y: int(0, 300) }),
  behaviour: ({ action }) => [
    action('right', { when: (s) => s.x < 300, do: (s) => void s.x++ }),
    action('up', {
      when: (s) => s.y < 300,
      do: (s) => {
        if (workerData?.reference !== undefined) process.exit(3)
        s.y++
      },
    }),
  ],
})

const random = fc.sample(randomSystem, { numRuns: 4, seed: 7 }).map((drawn, i) => named(`random ${i}`, asModel(drawn)))

function named(name: string, model: Model): System {
  const create = () => ({ ...model, name })
  const about = { name, summary: null, source: null, parameters: {} }
  return Object.assign(create, { configure: () => ({ _tag: 'Right', right: create() }) as const, system: about })
}

export const parallelSystems: readonly System[] = [crowd as unknown as System, buffers as unknown as System, ...random]
export { dies }
