import { id, int, queue, set, struct, system } from '../../src/index.js'

/**
 * A bounded buffer as it is usually first written in Java: who finds it full or empty waits, and every change wakes one
 * thread. If that one may be of the same kind, it goes back to sleep, the wake-up is lost, and in the end all sleep.
 */
export const blockingQueue = system('blocking-queue', {
  summary: 'bounded buffer whose producers and consumers wait and wake one another',
  source: 'Kuppe, BlockingQueue (github.com/lemmy/BlockingQueue)',
  parameters: {
    producers: int(1, 5, { default: 2 }),
    consumers: int(1, 5, { default: 1 }),
    capacity: int(1, 5, { default: 1 }),
  },
  state: ({ producers, consumers, capacity }) =>
    struct({
      buffer: queue(id('producer', producers), capacity),
      // The producers come first, then the consumers.
      waiting: set(id('thread', producers + consumers)),
    }),
  behaviour: ({ producers, consumers, action, precaution }) => {
    const wakesOtherSide = precaution('wake a thread of the other kind')
    const isProducer = (thread: number) => thread < producers
    type Wake = (waiting: Iterable<number>, wanted: (thread: number) => boolean) => number[]
    const wakeable: Wake = (waiting, wanted) => [...waiting].filter((thread) => !wakesOtherSide || wanted(thread))
    return [
      action(
        'put',
        { producer: id('producer', producers) },
        {
          when: (s, { producer }) => !s.waiting.has(producer),
          do: (s, { producer }, pick) => {
            if (s.buffer.isFull) {
              s.waiting.add(producer)
              return
            }
            s.buffer.push(producer)
            const asleep = wakeable(s.waiting, (thread) => !isProducer(thread))
            if (asleep.length > 0) s.waiting.delete(pick(asleep))
          },
        },
      ),
      action(
        'get',
        { consumer: id('consumer', consumers) },
        {
          when: (s, { consumer }) => !s.waiting.has(producers + consumer),
          do: (s, { consumer }, pick) => {
            if (s.buffer.isEmpty) {
              s.waiting.add(producers + consumer)
              return
            }
            s.buffer.shift()
            const asleep = wakeable(s.waiting, isProducer)
            if (asleep.length > 0) s.waiting.delete(pick(asleep))
          },
        },
      ),
    ]
  },
  // Threads go on; and gets, whoever makes them, wake each waiting producer sooner or later, as puts do each consumer.
  fairness: ({ producers, consumers, weak, strong }) => [
    weak('put'),
    weak('get'),
    ...Array.from({ length: producers + consumers }, (_, thread) =>
      strong.together(thread < producers ? 'get' : 'put', { only: (_, after) => !after.waiting.has(thread) }),
    ),
  ],
  properties: ({ producers, consumers, always, reachable, alwaysEventually }) => ({
    'nobody waits for ever': alwaysEventually.each(
      Array.from({ length: producers + consumers }, (_, thread) => thread),
      (s, thread) => !s.waiting.has(thread),
    ),
    'somebody is awake': always((s) => !s.waiting.isFull),
    'the buffer fills up': reachable((s) => s.buffer.isFull),
  }),
})
