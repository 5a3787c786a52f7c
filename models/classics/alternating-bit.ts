import { int, queue, struct, system } from '../../src/index.js'

/**
 * Values are sent over a line that loses messages and acknowledgements. One bit, turned with every new value, tells the
 * receiver a new value from a repetition and the sender a new acknowledgement from an old one.
 */
export const alternatingBit = system('alternating-bit', {
  summary: 'every value arrives once and in order over a line that loses messages',
  source: 'Bartlett, Scantlebury & Wilkinson 1969; TLA+ Examples, SpecifyingSystems/TLC/MCAlternatingBit',
  parameters: { values: int(1, 4, { default: 2 }), capacity: int(1, 4, { default: 2 }) },
  state: ({ values, capacity }) => {
    const bit = int(0, 1)
    const value = int(0, values - 1)
    return struct({
      messages: queue(struct({ bit, value }), capacity + 1),
      acknowledgements: queue(bit, capacity + 1),
      sender: struct({ bit, value, acknowledged: bit }),
      receiver: struct({ bit, value }),
    })
  },
  initial: (s, { values, pick }) => {
    const bit = pick.int(0, 1)
    s.sender.bit = bit
    s.sender.acknowledged = bit
    s.receiver.bit = bit
    s.sender.value = pick.int(0, values - 1)
    s.receiver.value = pick.int(0, values - 1)
  },
  behaviour: ({ values, action, precaution }) => {
    const waits = precaution('wait for the acknowledgement')
    return [
      action(
        'send',
        { value: int(0, values - 1) },
        {
          when: ({ sender }) => sender.acknowledged === sender.bit || !waits,
          do: ({ sender, messages }, { value }) => {
            sender.value = value
            sender.bit = 1 - sender.bit
            messages.push({ bit: sender.bit, value })
          },
        },
      ),
      action('send again', {
        when: ({ sender }) => sender.acknowledged !== sender.bit,
        do: ({ sender, messages }) => messages.push({ bit: sender.bit, value: sender.value }),
      }),
      action('receive', {
        when: (s) => !s.messages.isEmpty,
        do: ({ receiver, messages }) => {
          const { bit, value } = messages.shift()
          receiver.bit = bit
          receiver.value = value
        },
      }),
      action('acknowledge', { do: (s) => s.acknowledgements.push(s.receiver.bit) }),
      action('receive acknowledgement', {
        when: (s) => !s.acknowledgements.isEmpty,
        do: (s) => {
          s.sender.acknowledged = s.acknowledgements.shift()
        },
      }),
      action('lose a message', {
        when: (s) => !s.messages.isEmpty,
        do: (s, _, pick) => s.messages.remove(pick.int(0, s.messages.length - 1)),
      }),
      action('lose an acknowledgement', {
        when: (s) => !s.acknowledgements.isEmpty,
        do: (s, _, pick) => s.acknowledgements.remove(pick.int(0, s.acknowledgements.length - 1)),
      }),
    ]
  },
  // Of a message that is sent again and again, one gets through.
  fairness: ({ weak, strong }) => [
    weak('send again'),
    weak('acknowledge'),
    strong('receive'),
    strong('receive acknowledgement'),
  ],
  properties: ({ values, step, reachable, leadsTo }) => ({
    'what is sent arrives': leadsTo.each(
      Array.from({ length: values }, (_, value) => value),
      ({ sender }, value) => sender.value === value && sender.bit !== sender.acknowledged,
      ({ receiver }, value) => receiver.value === value,
    ),
    'what is taken for new is what was sent last': step(
      (before, { sender, receiver }) =>
        before.receiver.bit === receiver.bit || (receiver.bit === sender.bit && receiver.value === sender.value),
    ),
    'a repetition brings the same value': step(
      (before, { receiver }) => before.receiver.bit !== receiver.bit || before.receiver.value === receiver.value,
    ),
    'no value is sent before the last has arrived': step(
      (before, { sender }) => before.sender.bit === sender.bit || before.receiver.bit === before.sender.bit,
    ),
    'a message is repeated': reachable((s) => s.messages.length > 1),
  }),
  constraint: (s, { capacity }) => s.messages.length <= capacity && s.acknowledgements.length <= capacity,
})
