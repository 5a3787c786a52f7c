import { array, blocked, id, int, oneOf, struct, system } from 'shootdown'

// #region mutex
/** What any lock has to be, whatever it is made of. */
export const mutex = system('mutex', {
  parameters: { cpus: int(1, 7, { default: 2 }) },
  state: ({ cpus }) => struct({ cpu: array(cpus, oneOf('outside', 'inside')) }),
  behaviour: ({ cpus, action }) => {
    const cpu = id('cpu', cpus)
    return [
      action(
        'enter',
        { cpu },
        { when: (s) => s.cpu.every((at) => at === 'outside'), do: (s, p) => s.cpu.set(p.cpu, 'inside') },
      ),
      action(
        'leave',
        { cpu },
        { when: (s, p) => s.cpu.get(p.cpu) === 'inside', do: (s, p) => s.cpu.set(p.cpu, 'outside') },
      ),
    ]
  },
})
// #endregion

export const fairTicketLock = system('fair-ticket-lock', {
  parameters: { cpus: int(1, 7, { default: 2 }) },
  state: ({ cpus }) => struct({ next: int(0, 7), serving: int(0, 7), cpu: array(cpus, struct({ ticket: int(0, 7) })) }),
  behaviour: ({ program }) => [
    program('cpu', {
      'take ticket': (s, me) => {
        me.ticket = s.next
        s.next = (s.next + 1) % 8
      },
      'wait turn': (s, me) => (s.serving === me.ticket ? 'critical' : blocked),
      critical: (s) => {
        s.serving = (s.serving + 1) % 8
        return 'take ticket'
      },
    }),
  ],
  // #region claims
  fairness: ({ weak }) => [weak('cpu', { except: ['take ticket'] })],
  properties: ({ cpus, always, leadsTo, refines }) => ({
    'mutual exclusion': always((s) => s.cpu.count((c) => c.at === 'critical') <= 1),
    'everyone gets in': leadsTo.each(
      'cpu',
      (_, me) => me.at === 'wait turn',
      (_, me) => me.at === 'critical',
    ),
    'is a mutex': refines(mutex({ cpus }), (s) => ({
      cpu: s.cpu.map((c) => (c.at === 'critical' ? 'inside' : 'outside')),
    })),
  }),
  // #endregion
})
