import { bool, struct, system } from 'shootdown'
import {
  deliver,
  deliverable,
  endOfInterrupt,
  interrupts,
  memory,
  memoryModel,
  returnFromInterrupt,
  send,
} from 'shootdown/hardware'

export const doorbell = system('doorbell', {
  summary: 'a request in memory, announced by an interrupt',
  source: 'Intel SDM 3A, 10.12.3',
  parameters: { memoryModel },
  components: ({ memoryModel }) => ({
    memory: memory({ model: memoryModel, cpus: 2, variables: { request: bool } }),
    interrupts: interrupts({ cpus: 2, vectors: ['doorbell'] }),
  }),
  state: () => struct({ sender: struct({}), receiver: struct({ found: bool }) }),
  behaviour: ({ program, precaution, components: { memory } }) => {
    const fences = precaution('fence before the interrupt')
    return [
      program('sender', {
        'post request': (s) => {
          memory.store(s.memory, 0, 'request', true)
          return fences ? 'fence' : 'ring'
        },
        fence: (s) => memory.fence(s.memory, 0),
        ring: (s) => send(s.interrupts, 1, 'doorbell'),
      }),
      program('receiver', {
        idle: (s, _, pick) => {
          deliver(s.interrupts, 1, pick(deliverable(s.interrupts, 1)))
        },
        'look for request': (s, me) => {
          me.found = memory.load(s.memory, 1, 'request')
        },
        'end of interrupt': (s) => {
          endOfInterrupt(s.interrupts, 1)
          returnFromInterrupt(s.interrupts, 1)
        },
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'who is rung for finds the request': always((s) => s.receiver.at !== 'end of interrupt' || s.receiver.found),
    'the request is found': reachable((s) => s.receiver.found),
  }),
})
