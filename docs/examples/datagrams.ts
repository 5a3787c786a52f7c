import { blocked, component, int, set, struct, system } from 'shootdown'

const LAST = 3
const number = int(0, LAST)

// #region component
/** A network on which messages get lost, and overtake each other. */
function network() {
  return component({
    state: struct({ messages: set(number) }),
    behaviour: ({ action }) => [
      action(
        'lose',
        { message: number },
        { when: (s, { message }) => s.messages.has(message), do: (s, { message }) => s.messages.delete(message) },
      ),
    ],
  })
}
// #endregion

export const datagrams = system('datagrams', {
  summary: 'readings of a clock, sent over a network that does not keep their order',
  components: () => ({ network: network() }),
  state: () => struct({ sender: struct({ time: number }), receiver: struct({ time: number }) }),
  behaviour: ({ program, precaution }) => {
    const ignoresOld = precaution('ignore what is older')
    return [
      program('sender', {
        send: (s, me, pick) => {
          s.network.messages.add(me.time)
          return pick(['send', 'tick'])
        },
        tick: (_, me) => {
          if (me.time === LAST) return 'done'
          me.time++
          return 'send'
        },
      }),
      program('receiver', {
        receive: (s, me, pick) => {
          if (s.network.messages.isEmpty) return blocked
          const message = pick(s.network.messages)
          s.network.messages.delete(message)
          if (!ignoresOld || message > me.time) me.time = message
          return 'receive'
        },
      }),
    ]
  },
  properties: ({ step, reachable }) => ({
    'time does not go back': step((before, after) => after.receiver.time >= before.receiver.time),
    'the last reading arrives': reachable((s) => s.receiver.time === LAST),
  }),
  mayStop: (s) => s.sender.at === 'done',
})
