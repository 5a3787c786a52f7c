import { array, id, int, oneOf, set, struct, system } from '../../src/index.js'

/**
 * Two-phase commit: the coordinator commits when all resource managers have said that they are prepared. Messages are
 * never taken out, so that they may be received late, twice, or not at all.
 */
export const twoPhaseCommit = system('two-phase-commit', {
  summary: 'a coordinator has all resource managers commit, or all abort',
  source: 'Gray & Lamport 2006; TLA+ Examples, transaction_commit/TwoPhase',
  parameters: { managers: int(1, 12, { default: 3 }) },
  state: ({ managers }) => {
    const manager = id('manager', managers)
    return struct({
      manager: array(managers, oneOf('working', 'prepared', 'committed', 'aborted')),
      coordinator: oneOf('undecided', 'committed', 'aborted'),
      heardFrom: set(manager),
      sent: struct({ prepared: set(manager), decision: set(oneOf('commit', 'abort')) }),
    })
  },
  behaviour: ({ managers, action, precaution }) => {
    const m = id('manager', managers)
    const waitsForAll = precaution('commit only when all are prepared')
    const decidesOnce = precaution('decide once')
    const keepsPromise = precaution('whoever is prepared waits for the decision')
    return [
      action('commit', {
        when: (s) => s.coordinator === 'undecided' && (s.heardFrom.isFull || !waitsForAll),
        do: (s) => {
          s.coordinator = 'committed'
          s.sent.decision.add('commit')
        },
      }),
      action('abort', {
        when: (s) => s.coordinator === 'undecided' || !decidesOnce,
        do: (s) => {
          s.coordinator = 'aborted'
          s.sent.decision.add('abort')
        },
      }),
      action(
        'hear from',
        { m },
        {
          when: (s, { m }) => s.coordinator === 'undecided' && s.sent.prepared.has(m),
          do: (s, { m }) => s.heardFrom.add(m),
        },
      ),
      action(
        'prepare',
        { m },
        {
          when: (s, { m }) => s.manager.get(m) === 'working',
          do: (s, { m }) => {
            s.manager.set(m, 'prepared')
            s.sent.prepared.add(m)
          },
        },
      ),
      action(
        'abort alone',
        { m },
        {
          when: (s, { m }) => s.manager.get(m) === 'working' || (s.manager.get(m) === 'prepared' && !keepsPromise),
          do: (s, { m }) => s.manager.set(m, 'aborted'),
        },
      ),
      action(
        'receive commit',
        { m },
        {
          when: (s) => s.sent.decision.has('commit'),
          do: (s, { m }) => s.manager.set(m, 'committed'),
        },
      ),
      action(
        'receive abort',
        { m },
        {
          when: (s) => s.sent.decision.has('abort'),
          do: (s, { m }) => s.manager.set(m, 'aborted'),
        },
      ),
    ]
  },
  properties: ({ always, reachable }) => ({
    'nobody aborts what another commits': always(
      (s) => !s.manager.some((m) => m === 'aborted') || !s.manager.some((m) => m === 'committed'),
    ),
    'all can commit': reachable((s) => s.manager.every((m) => m === 'committed')),
  }),
})
