import { id, int, set, struct, system } from '../../src/index.js'

/** What a barrier is: processes arrive one by one, and when all have, all go on in one step. */
export const barrier = system('barrier', {
  summary: 'abstract barrier: nobody goes on before everybody has arrived',
  source: 'TLA+ Examples, barriers/Barrier',
  parameters: { processes: int(1, 16, { default: 6 }) },
  state: ({ processes }) => struct({ waiting: set(id('process', processes)) }),
  behaviour: ({ processes, action, precaution }) => {
    const waitsForAll = precaution('wait for everybody')
    return [
      action(
        'arrive',
        { p: id('process', processes) },
        {
          when: (s, { p }) => !s.waiting.has(p),
          do: (s, { p }) => s.waiting.add(p),
        },
      ),
      action('go on', {
        when: (s) => (waitsForAll ? s.waiting.isFull : !s.waiting.isEmpty),
        do: (s) => s.waiting.clear(),
      }),
    ]
  },
  properties: ({ step }) => ({
    'nobody leaves early': step(
      (before, after) => before.waiting.isFull || before.waiting.every((p) => after.waiting.has(p)),
    ),
  }),
})
