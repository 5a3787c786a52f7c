import { array, id, int, oneOf, struct, system } from '../../src/index.js'

/** What an atomic commit is: resource managers that prepare, and then all commit or all abort. */
export const transactionCommit = system('transaction-commit', {
  summary: 'abstract atomic commit: all commit or all abort',
  source: 'Gray & Lamport 2006; TLA+ Examples, transaction_commit/TCommit',
  parameters: { managers: int(1, 10, { default: 3 }) },
  state: ({ managers }) => struct({ manager: array(managers, oneOf('working', 'prepared', 'committed', 'aborted')) }),
  behaviour: ({ managers, action, precaution }) => {
    const m = id('manager', managers)
    const allPrepared = precaution('commit only when all are prepared')
    const nobodyCommitted = precaution('abort only when nobody has committed')
    return [
      action(
        'prepare',
        { m },
        {
          when: (s, { m }) => s.manager.get(m) === 'working',
          do: (s, { m }) => s.manager.set(m, 'prepared'),
        },
      ),
      action(
        'commit',
        { m },
        {
          when: (s, { m }) =>
            s.manager.get(m) === 'prepared' &&
            (!allPrepared || s.manager.every((state) => state === 'prepared' || state === 'committed')),
          do: (s, { m }) => s.manager.set(m, 'committed'),
        },
      ),
      action(
        'abort',
        { m },
        {
          when: (s, { m }) =>
            (s.manager.get(m) === 'working' || s.manager.get(m) === 'prepared') &&
            (!nobodyCommitted || s.manager.every((state) => state !== 'committed')),
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
    'all can abort': reachable((s) => s.manager.every((m) => m === 'aborted')),
  }),
  mayStop: (s) => s.manager.every((m) => m === 'committed' || m === 'aborted'),
})
