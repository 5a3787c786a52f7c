// Mistakes that must not compile. The line below each mistake says what the message must contain; types.test.ts compiles
// this file and holds the two against each other.
import { array, blocked, bool, component, id, int, oneOf, set, struct, system } from '../../src/index.js'

const wheel = component({
  state: struct({ token: id('cpu', 2) }),
  behaviour: ({ action }) => [action('pass', { do: (s) => void (s.token = 1 - s.token) })],
})

export const wrong = system('wrong', {
  parameters: { cpus: int(1, 4, { default: 2 }), mode: oneOf('fast', 'slow') },
  components: () => ({ wheel }),
  state: ({ cpus, mode }) =>
    struct({
      lock: oneOf('free', 'held'),
      waiting: set(id('cpu', cpus)),
      flag: mode === 'quick' ? bool : bool,
      //    ^ no overlap
      cpu: array(cpus, struct({ ticket: int(0, 7) })),
    }),
  behaviour: ({ program, action, cups }) => [
    //                               ^ 'cups' does not exist
    program('cpu', {
      start: (s, me) => {
        // ^ Type '"finish"' is not assignable to type 'void | "done" | "end" | "last" | "start"
        me.tickt = 1
        // ^ Did you mean 'ticket'
        s.lock = 'taken'
        // ^ '"taken"' is not assignable to type '"free" | "held"'
        s.waiting.add('one')
        //            ^ not assignable to parameter of type 'number'
        return 'finish'
      },
      end: (s, me) => (s.wheel.tokens === me.id ? 'start' : blocked),
      //                       ^ Did you mean 'token'
      last: (_, me) => (me.at === 'begin' ? 'start' : 'done'),
      //                ^ no overlap
    }),
    program('gpu', { start: () => 'start' }),
    //      ^ '"gpu"' is not assignable to parameter of type '"cpu" | "wheel"'
    action('go', { to: id('cpu', 2) }, { when: (_, { from }) => from === 0, do: () => {} }),
    //                                               ^ 'from' does not exist
  ],
  properties: ({ always }) => ({
    exclusion: always((s) => s.cpu.count((c) => c.at === 'critical') <= 1),
    //                                          ^ no overlap
    boolean: always((s) => s.lock),
    //                     ^ not assignable to type 'boolean'
  }),
})

wrong({ cpus: 'two' })
//      ^ 'string' is not assignable to type 'number'
wrong({ cpu: 2 })
//      ^ 'cpu' does not exist
