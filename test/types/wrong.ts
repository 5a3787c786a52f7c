// Mistakes that must not compile. The line below each mistake says what the message must contain; types.test.ts compiles
// this file and holds the two against each other.
import {
  array,
  blocked,
  bool,
  component,
  id,
  int,
  oneOf,
  place,
  sequential,
  set,
  struct,
  system,
  withProperties,
} from '../../src/index.js'

const wheel = component({
  state: struct({ token: id('cpu', 2) }),
  behaviour: ({ action }) => [action('pass', { do: (s) => void (s.token = 1 - s.token) })],
})

component({
  state: struct({ token: id('cpu', 2), passed: int(0, 7) }),
  bookkeeping: ['pased'],
  //            ^ '"pased"' is not assignable to type '"passed" | "token"'
  describe: (before, after, { notes }) =>
    after.tokn === before.token ? null : `goes to ${after.token} after ${notes}`,
  //                                             ^ Did you mean 'token'
  summary: (s) => [s.passed],
  //               ^ 'number' is not assignable to type 'string'
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

const light = system('light', {
  state: () => struct({ colour: oneOf('red', 'green'), car: array(2, struct({})) }),
  behaviour: ({ program }) => [program('car', { waits: () => 'drives', drives: () => 'waits' })],
})

const register = sequential('register', {
  state: () => ({ value: 0 }),
  operations: () => ({ read: (s) => s.value, write: (s, value: number) => void (s.value = value) }),
})

withProperties(light(), ({ refines, linearizable }) => ({
  colour: refines(light(), (s) => ({ colour: 'amber', car: s.car.map((c) => ({ at: c.at })) })),
  //                                 ^ '"amber"' is not assignable to type '"green" | "red"'
  label: refines(light(), (s) => ({ colour: s.colour, car: s.car.map(() => ({ at: 'stops' })) })),
  //                                                  ^ '"stops"' is not assignable to type '"done" | "drives" | "waits"'
  view: refines(light(), (s) => ({ colour: s.color, car: s.car.map((c) => ({ at: c.at })) })),
  //                                         ^ Did you mean 'colour'
  call: linearizable(register, { processes: (s) => s.car, pending: () => ['write', true], result: () => 0 }),
  //                                                                               ^ 'boolean' is not assignable to type 'number'
  result: linearizable(register, (_before, _after, history) => history.return(0, 'red')),
  //                                                                             ^ 'string' is not assignable to parameter of type 'number'
}))

const door = system('door', {
  parameters: { 'at the door': place('none', 'full fence') },
  state: () => struct({ open: bool }),
  behaviour: ({ action, ...at }) => [
    action('open', { when: () => at['at the door'] === 'fence', do: () => {} }),
    //                           ^ have no overlap
  ],
})

door({ 'at the door': 'fence' })
//     ^ '"fence"' is not assignable to type '"full fence" | "none"
