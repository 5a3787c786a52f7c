import { id, int, oneOf, queue, set, struct, system } from '../../src/index.js'

/** Many may read or one may write. Whoever comes first is served first, so that neither side starves. */
export const readersWriters = system('readers-writers', {
  summary: 'readers and writers served in the order of one queue',
  source: 'Courtois, Heymans & Parnas 1971; TLA+ Examples, ReadersWriters',
  parameters: { actors: int(1, 4, { default: 3 }) },
  state: ({ actors }) => {
    const actor = id('actor', actors)
    const request = struct({ kind: oneOf('read', 'write'), actor })
    return struct({ readers: set(actor), writers: set(actor), waiting: queue(request, 2 * actors) })
  },
  behaviour: ({ actors, action, precaution }) => {
    const actor = id('actor', actors)
    const writersAreAlone = precaution('nobody joins a writer')
    const readersAreDone = precaution('a writer waits for the readers')
    return [
      action(
        'ask',
        { kind: oneOf('read', 'write'), actor },
        {
          when: (s, { kind, actor }) => !s.waiting.some((r) => r.kind === kind && r.actor === actor),
          do: (s, request) => s.waiting.push(request),
        },
      ),
      action('serve', {
        when: (s) =>
          !s.waiting.isEmpty &&
          (s.writers.isEmpty || !writersAreAlone) &&
          (s.waiting.head.kind === 'read' || s.readers.isEmpty || !readersAreDone),
        do: (s) => {
          const { kind, actor } = s.waiting.shift()
          if (kind === 'read') s.readers.add(actor)
          else s.writers.add(actor)
        },
      }),
      action(
        'stop',
        { actor },
        {
          when: (s, { actor }) => s.readers.has(actor) || s.writers.has(actor),
          do: (s, { actor }) => (s.readers.has(actor) ? s.readers : s.writers).delete(actor),
        },
      ),
    ]
  },
  fairness: ({ weak }) => [weak('ask'), weak('serve'), weak.together('stop')],
  properties: ({ actors, always, reachable, alwaysEventually }) => {
    const everybody = Array.from({ length: actors }, (_, actor) => actor)
    return {
      'nobody reads while somebody writes': always((s) => s.readers.isEmpty || s.writers.isEmpty),
      'one writer at most': always((s) => s.writers.size <= 1),
      'everybody reads again and again': alwaysEventually.each(everybody, (s, actor) => s.readers.has(actor)),
      'everybody writes again and again': alwaysEventually.each(everybody, (s, actor) => s.writers.has(actor)),
      'nobody reads for ever': alwaysEventually.each(everybody, (s, actor) => !s.readers.has(actor)),
      'nobody writes for ever': alwaysEventually.each(everybody, (s, actor) => !s.writers.has(actor)),
      'all read together': reachable((s) => s.readers.isFull),
    }
  },
})
