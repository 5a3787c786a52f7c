import { blocked, bool, struct, system } from '../../../src/index.js'
import {
  deliver,
  deliverable,
  endOfInterrupt,
  halt,
  interruptible,
  interrupts,
  returnFromInterrupt,
  send,
  switchOff,
  switchOn,
} from './interrupts.js'

/**
 * A processor that has nothing to do tests for work and goes to sleep; another posts work and wakes it by an interrupt. The
 * handler itself does nothing. If the interrupt comes between the test and the sleep, it wakes nobody: so interrupts are off
 * from before the test, and the processor lets them in and sleeps in one step (`sti; hlt`: none is let in between the two).
 */
export const interruptSleep = system('interrupt-sleep', {
  summary: 'a processor tests for work and goes to sleep until an interrupt',
  source: 'Intel SDM 2B, STI and HLT',
  components: () => ({ interrupts: interrupts({ cpus: 1, vectors: ['wake up'] }) }),
  state: () => struct({ work: bool, cpu: struct({}), handler: struct({}), other: struct({}) }),
  behaviour: ({ program, precaution }) => {
    const postsFirst = precaution('post the work before the interrupt')
    const testsOff = precaution('test for work with interrupts off')
    const sleepsAtOnce = precaution('switch interrupts on and sleep in one step')
    return [
      interruptible(
        program('cpu', {
          begin: (s) => {
            if (testsOff) switchOff(s.interrupts, 0)
          },
          'test for work': (s) => {
            if (s.work) return 'work'
            return testsOff && !sleepsAtOnce ? 'switch interrupts on' : 'sleep'
          },
          work: (s) => {
            s.work = false
            switchOn(s.interrupts, 0)
            return 'begin'
          },
          'switch interrupts on': (s) => switchOn(s.interrupts, 0),
          sleep: (s) => {
            halt(s.interrupts, 0)
            return 'begin'
          },
        }),
      ),
      program('handler', {
        idle: (s, _, pick) => {
          deliver(s.interrupts, 0, pick(deliverable(s.interrupts, 0)))
        },
        'end of interrupt': (s) => {
          endOfInterrupt(s.interrupts, 0)
          returnFromInterrupt(s.interrupts, 0)
          return 'idle'
        },
      }),
      program('other', {
        begin: () => (postsFirst ? 'post work' : 'interrupt'),
        'post work': (s) => {
          s.work = true
          return postsFirst ? 'interrupt' : 'wait'
        },
        interrupt: (s) => {
          send(s.interrupts, 0, 'wake up')
          return postsFirst ? 'wait' : 'post work'
        },
        wait: (s) => (s.work ? blocked : 'begin'),
      }),
    ]
  },
  fairness: ({ weak }) => [weak('cpu'), weak('handler'), weak('other', { except: ['begin'] })],
  properties: ({ reachable, leadsTo }) => ({
    'work is done': leadsTo(
      (s) => s.work,
      (s) => !s.work,
    ),
    'the processor sleeps': reachable((s) => s.interrupts.cpu.get(0).mode === 'halted'),
    'an interrupt waits while interrupts are off': reachable(
      (s) => s.interrupts.cpu.get(0).mode === 'off' && !s.interrupts.cpu.get(0).pending.isEmpty,
    ),
  }),
})
