import { array, blocked, bool, id, int, queue, struct, system, withDefault } from '../../../src/index.js'
import { deliver, deliverable, endOfInterrupt, interrupts, returnFromInterrupt, send } from './interrupts.js'

/**
 * Processors ask one other processor for something, by a request in memory and an interrupt, and wait until it is served.
 * Two interrupts may come to one, so their number says nothing of how many requests there are.
 *
 * With a flag beside the requests, only the one who sets it sends an interrupt: as long as it is set, the handler is sure to
 * look at the requests once more.
 */
export const interruptRequests = system('interrupt-requests', {
  summary: 'requests announced by interrupts, several of which may come to one',
  source: 'Intel SDM 3A, 10.8.4; Uhlig 2005, 5.2.2',
  parameters: {
    /** Processors that ask. */
    cpus: int(1, 4, { default: 2 }),
    flag: withDefault(bool, true),
  },
  components: () => ({ interrupts: interrupts({ cpus: 1, vectors: ['request'] }) }),
  state: ({ cpus }) =>
    struct({
      /** Whose requests have not been served, in the order in which they came. */
      requests: queue(id('cpu', cpus), cpus),
      /** An interrupt is on its way. */
      flag: bool,
      cpu: array(cpus, struct({})),
      handler: struct({}),
    }),
  behaviour: ({ cpus, flag, program, precaution }) => {
    const postsFirst = precaution('post the request before the interrupt')
    // One alone never has two requests.
    const servesAll = cpus === 1 || precaution('serve every request, not one for each interrupt')
    const clearsLast = flag && !precaution('clear the flag before looking for requests')
    const announce = flag ? 'exchange flag' : 'interrupt'
    return [
      program('cpu', {
        idle: () => (postsFirst ? 'post request' : announce),
        'post request': (s, me) => {
          s.requests.push(me.id)
          return postsFirst ? announce : 'wait'
        },
        'exchange flag': (s) => {
          if (s.flag) return postsFirst ? 'wait' : 'post request'
          s.flag = true
          return 'interrupt'
        },
        interrupt: (s) => {
          send(s.interrupts, 0, 'request')
          return postsFirst ? 'wait' : 'post request'
        },
        wait: (s, me) => (s.requests.includes(me.id) ? blocked : 'idle'),
      }),
      program('handler', {
        idle: (s, _, pick) => {
          deliver(s.interrupts, 0, pick(deliverable(s.interrupts, 0)))
          return flag && !clearsLast ? 'clear flag' : 'look for requests'
        },
        'clear flag': (s) => {
          s.flag = false
          return clearsLast ? 'end of interrupt' : 'look for requests'
        },
        'look for requests': (s) => {
          if (!s.requests.isEmpty) return 'serve'
          return clearsLast ? 'clear flag' : 'end of interrupt'
        },
        serve: (s) => {
          s.requests.shift()
          if (servesAll) return 'look for requests'
          return clearsLast ? 'clear flag' : 'end of interrupt'
        },
        'end of interrupt': (s) => {
          endOfInterrupt(s.interrupts, 0)
          returnFromInterrupt(s.interrupts, 0)
          return 'idle'
        },
      }),
    ]
  },
  // Nobody has to ask for anything.
  fairness: ({ weak }) => [weak('cpu', { except: ['idle'] }), weak('handler')],
  properties: ({ cpus, reachable, leadsTo }) => ({
    'who asks is served': leadsTo.each(
      'cpu',
      (_, me) => me.at === 'wait',
      (_, me) => me.at === 'idle',
    ),
    ...(cpus > 1 && {
      'one interrupt finds two requests': reachable((s) => s.handler.at === 'serve' && s.requests.length > 1),
    }),
  }),
})
