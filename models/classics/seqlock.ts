import { array, blocked, int, struct, system } from '../../src/index.js'
import { fenceStep, loadFencePlace, storeFencePlace } from '../hardware/memory/fence-step.js'
import { memory, memoryModel } from '../hardware/memory/memory.js'

const WRITER = 0
const READER = 1

/**
 * A sequence lock: a writer makes a number odd, writes, and makes it even again; a reader takes what it has read if the
 * number was even before and is the same after. Nobody who reads writes to memory. That one writer at a time is at
 * work is for a lock that is not in the model.
 *
 * Which fences: Boehm 2012, Can seqlocks get along with programming language memory models?
 */
export const seqlock = system('seqlock', {
  summary: 'readers who take no lock, and read again if somebody wrote',
  source: 'Lameter 2007, 3.2',
  parameters: {
    memoryModel,
    writes: int(1, 3, { default: 2 }),
    'after the odd number': storeFencePlace,
    'before the even number': storeFencePlace,
    'after the first look': loadFencePlace,
    'before the second look': loadFencePlace,
  },
  components: ({ memoryModel: model, writes }) => ({
    memory: memory({
      model,
      cpus: 2,
      variables: { number: int(0, 2 * writes), data: array(2, int(0, writes)) },
      entries: 4 * writes,
      messages: 2 * writes + 1,
      sequential: { fences: true, accesses: false },
    }),
  }),
  state: ({ writes }) =>
    struct({
      writer: struct({ round: int(0, writes) }),
      reader: struct({ number: int(0, 2 * writes), first: int(0, writes), second: int(0, writes) }),
    }),
  behaviour: ({ program, precaution, components: { memory }, writes, ...at }) => {
    const waits = precaution('wait for an even number')
    const looksAgain = precaution('look at the number again')
    const writer = { memory, cpu: WRITER }
    const reader = { memory, cpu: READER }
    return [
      program('writer', {
        begin: (_, me) => {
          if (me.round === writes) return 'done'
          me.round++
        },
        'make odd': (s, me) => memory.store(s.memory, WRITER, 'number', 2 * me.round - 1),
        ...fenceStep('fence after odd', at['after the odd number'], writer),
        'write first': (s, me) => memory.store(s.memory, WRITER, 'data', 0, me.round),
        'write second': (s, me) => memory.store(s.memory, WRITER, 'data', 1, me.round),
        ...fenceStep('fence before even', at['before the even number'], writer),
        'make even': (s, me) => {
          memory.store(s.memory, WRITER, 'number', 2 * me.round)
          return 'begin'
        },
      }),
      program('reader', {
        look: (s, me) => {
          me.number = memory.load(s.memory, READER, 'number')
          if (waits && me.number % 2 === 1) return blocked
        },
        ...fenceStep('fence after look', at['after the first look'], reader),
        'read first': (s, me) => {
          me.first = memory.load(s.memory, READER, 'data', 0)
        },
        'read second': (s, me) => {
          me.second = memory.load(s.memory, READER, 'data', 1)
        },
        ...fenceStep('fence before second look', at['before the second look'], reader),
        'look again': (s, me) => (looksAgain && memory.load(s.memory, READER, 'number') !== me.number ? 'look' : 'use'),
        use: () => 'done',
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'what is used was written together': always((s) => s.reader.at !== 'use' || s.reader.first === s.reader.second),
    'something new is read': reachable((s) => s.reader.at === 'use' && s.reader.first > 0),
  }),
  mayStop: (s) => s.writer.at === 'done' && s.reader.at === 'done',
})
