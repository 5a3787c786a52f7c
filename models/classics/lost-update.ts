import { array, blocked, bool, int, struct, system } from '../../src/index.js'

/** Threads that increment a counter in two steps, a read and a write: without a lock around them an increment gets lost. */
export const lostUpdate = system('lost-update', {
  summary: 'a counter incremented by a read and a write',
  source: 'Stateright examples, increment and increment_lock',
  parameters: { threads: int(1, 6, { default: 2 }) },
  state: ({ threads }) =>
    struct({ counter: int(0, threads), locked: bool, thread: array(threads, struct({ seen: int(0, threads) })) }),
  behaviour: ({ program, precaution }) => {
    const locks = precaution('lock the counter')
    return [
      program('thread', {
        read: (s, me) => {
          if (locks && s.locked) return blocked
          s.locked = locks
          me.seen = s.counter
          return 'write'
        },
        write: (s, me) => {
          s.counter = me.seen + 1
          s.locked = false
        },
      }),
    ]
  },
  properties: ({ always }) => ({
    'no increment is lost': always((s) => s.counter === s.thread.count((t) => t.at === 'done')),
  }),
})
