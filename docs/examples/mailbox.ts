import { bool, int, place, struct, system } from 'shootdown'
import { fenceStep, loadFencePlace, memory, memoryModel, storeFencePlace } from 'shootdown/hardware'

export const mailbox = system('mailbox', {
  summary: 'a letter, and a flag that says that it is there',
  parameters: {
    memoryModel,
    'behind the letter': storeFencePlace,
    'the flag': place('relaxed', 'release'),
    'before reading': loadFencePlace,
  },
  components: ({ memoryModel }) => ({
    memory: memory({ model: memoryModel, cpus: 2, variables: { letter: int(0, 1), flag: bool } }),
  }),
  state: () => struct({ sender: struct({}), receiver: struct({ letter: int(0, 1) }) }),
  behaviour: ({ program, components: { memory }, ...at }) => [
    program('sender', {
      write: (s) => memory.store(s.memory, 0, 'letter', 1),
      ...fenceStep('fence', at['behind the letter'], { memory, cpu: 0 }),
      'raise flag': (s) => memory.store(s.memory, 0, 'flag', true, at['the flag']),
    }),
    program('receiver', {
      'look at flag': (s) => {
        if (!memory.load(s.memory, 1, 'flag')) return 'done'
      },
      ...fenceStep('fence', at['before reading'], { memory, cpu: 1 }),
      read: (s, me) => {
        me.letter = memory.load(s.memory, 1, 'letter')
      },
      use: () => {},
    }),
  ],
  properties: ({ always, reachable }) => ({
    'what is used has been written': always((s) => s.receiver.at !== 'use' || s.receiver.letter === 1),
    'a letter is used': reachable((s) => s.receiver.at === 'use'),
  }),
})
