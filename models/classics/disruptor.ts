import { array, blocked, bool, int, struct, system } from '../../src/index.js'

/**
 * A ring buffer of many producers and many consumers, each of which reads every value. Nobody locks: a producer claims
 * the next sequence number, writes, and flips the slot's round; a consumer reads a slot when it is of the round it expects.
 */
export const disruptor = system('disruptor', {
  summary: 'ring buffer without locks; every consumer reads every value',
  source: 'Thompson et al. 2011 (LMAX Disruptor); TLA+ Examples, Disruptor/Disruptor_MPMC',
  parameters: {
    writers: int(1, 3, { default: 2 }),
    readers: int(1, 4, { default: 2 }),
    size: int(1, 8, { default: 4 }),
    values: int(1, 20, { default: 10 }),
  },
  state: ({ writers, readers, size, values }) => {
    const sequence = int(-1, values)
    return struct({
      next: int(0, values + 1),
      slot: array(size, struct({ value: sequence, inEvenRound: bool })),
      writer: array(writers, struct({ claimed: sequence })),
      reader: array(readers, struct({ read: sequence })),
    })
  },
  behaviour: ({ size, program, precaution }) => {
    const waitsForReaders = precaution('wait for the slowest reader')
    const waitsForWriter = precaution('read only what is published')
    return [
      program('writer', {
        'claim and write': (s, me) => {
          const sequence = s.next
          if (waitsForReaders && s.reader.some((r) => r.read < sequence - size)) return blocked
          me.claimed = sequence
          s.next = sequence + 1
          s.slot.get(sequence % size).value = sequence
          return 'publish'
        },
        publish: (s, me) => {
          const slot = s.slot.get(me.claimed % size)
          slot.inEvenRound = !slot.inEvenRound
          return 'claim and write'
        },
      }),
      program('reader', {
        'begin to read': (s, me) => {
          const sequence = me.read + 1
          const evenRound = Math.floor(sequence / size) % 2 === 0
          if (waitsForWriter && s.slot.get(sequence % size).inEvenRound !== evenRound) return blocked
          return 'end reading'
        },
        'end reading': (_, me) => {
          me.read++
          return 'begin to read'
        },
      }),
    ]
  },
  properties: ({ size, always, reachable }) => ({
    'no data race': always((s) =>
      s.writer.every(
        (w, i) =>
          w.at !== 'publish' ||
          (s.reader.every((r) => r.at !== 'end reading' || (r.read + 1) % size !== w.claimed % size) &&
            s.writer.every((v, j) => j === i || v.at !== 'publish' || v.claimed % size !== w.claimed % size)),
      ),
    ),
    'every value is read in order': always((s) =>
      s.reader.every((r) => r.at !== 'end reading' || s.slot.get((r.read + 1) % size).value === r.read + 1),
    ),
    'the ring is used again': reachable((s) => s.reader.every((r) => r.read >= size)),
  }),
  constraint: (s, { values }) => s.next <= values,
})
