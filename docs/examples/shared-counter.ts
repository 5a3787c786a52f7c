import { array, bool, int, sequential, struct, system, withDefault } from 'shootdown'

// #region object
/** What a counter does when nobody else is there: an addition gives back what there was before. */
const counter = sequential('counter', {
  state: () => ({ value: 0 }),
  operations: () => ({
    add: (s) => {
      s.value = (s.value + 1) % 8
      return (s.value + 7) % 8
    },
  }),
})
// #endregion

export const sharedCounter = system('shared-counter', {
  parameters: { cpus: int(1, 3, { default: 2 }), atomic: withDefault(bool, true) },
  state: ({ cpus }) => struct({ value: int(0, 7), cpu: array(cpus, struct({ seen: int(0, 7) })) }),
  behaviour: ({ atomic, program }) => [
    program('cpu', {
      idle: () => (atomic ? 'fetch and add' : 'load'),
      'fetch and add': (s, me) => {
        me.seen = s.value
        s.value = (s.value + 1) % 8
        return 'idle'
      },
      load: (s, me) => {
        me.seen = s.value
      },
      store: (s, me) => {
        s.value = (me.seen + 1) % 8
        return 'idle'
      },
    }),
  ],
  // #region claim
  properties: ({ linearizable }) => ({
    'is a counter': linearizable(counter, {
      processes: (s) => s.cpu,
      pending: (me) => (me.at === 'idle' ? null : ['add']),
      result: (me) => me.seen,
    }),
  }),
  // #endregion
})
