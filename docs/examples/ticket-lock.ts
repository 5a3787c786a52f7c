import { array, blocked, int, struct, system } from 'shootdown'

export const ticketLock = system('ticket-lock', {
  source: 'Lameter 2007, 3.5',
  parameters: { cpus: int(1, 7, { default: 2 }) },
  state: ({ cpus }) =>
    struct({
      next: int(0, 7),
      serving: int(0, 7),
      cpu: array(cpus, struct({ ticket: int(0, 7) })),
    }),
  behaviour: ({ program, precaution }) => {
    const atomic = precaution('take and increment in one step')
    return [
      program('cpu', {
        'take ticket': (s, me) => {
          me.ticket = s.next
          if (atomic) s.next = (s.next + 1) % 8
        },
        advance: (s) => {
          if (!atomic) s.next = (s.next + 1) % 8
        },
        'wait turn': (s, me) => (s.serving === me.ticket ? 'critical' : blocked),
        critical: () => 'release',
        release: (s) => {
          s.serving = (s.serving + 1) % 8
          return 'take ticket'
        },
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'mutual exclusion': always((s) => s.cpu.count((c) => c.at === 'critical') <= 1),
    'somebody enters': reachable((s) => s.cpu.some((c) => c.at === 'critical')),
  }),
})
