import fc from 'fast-check'
import { array, bool, int, type Model, type System, struct, system } from '../src/index.js'
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

const dies = system('dies', {
  state: () => struct({ n: int(0, 3) }),
  behaviour: ({ action }) => [action('exit', { do: () => process.exit(3) })],
})

const random = fc.sample(randomSystem, { numRuns: 4, seed: 7 }).map((drawn, i) => named(`random ${i}`, asModel(drawn)))

function named(name: string, model: Model): System {
  const create = () => ({ ...model, name })
  const about = { name, summary: null, source: null, parameters: {} }
  return Object.assign(create, { configure: () => ({ _tag: 'Right', right: create() }) as const, system: about })
}

export const parallelSystems: readonly System[] = [crowd as unknown as System, ...random]
export { dies }
