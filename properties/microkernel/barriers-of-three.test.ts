import { describe, expect, it } from 'vitest'
import { dynamicLock, dynamicLockMemory, tokenRing } from '../../models/microkernel/index.js'
import { alongSchedule, type Turn } from './schedule.js'

const newState = 'have all see the new state before the epoch is read'
const newEpoch = 'have all see the new epoch before the token is passed'
const beforeEpoch = 'order everything before the epoch is advanced'
const epochRead = 'order everything after the global epoch is read'

const tick = (...parts: readonly string[]) => ['user', ...parts.map((part) => `tick: ${part}`)]
const passes = tick('read token field', 'clear token field', 'write successor field')
const advances = tick('read token field', 'advance epoch', 'fence', 'clear token field', 'write successor field')
const advancesAgain = tick('read token field', 'advance epoch')
const goesIn = ['user', 'read mask', 'read state', 'critical']
const begins = [
  'exchange',
  'read state',
  'change state',
  'fence',
  'read epoch',
  'write LockEpoch',
  'widen mask',
  'release',
]
const promotes = ['user', ...begins.map((part) => `promote: ${part}`)]
const lock = ['exchange', 'test state', 'read LockEpoch', 'read GlobalEpoch', 'finish transition']
const finishes = ['user', 'read mask', 'read state', ...lock]

/**
 * The home processor (1) passes the token, and goes in once more, past the lock. Before it has passed, processor 2 has begun
 * to promote, in an epoch that it believes to be the old one: two are over too soon.
 */
const tooSoon: readonly Turn[] = [
  [0, advances],
  [1, passes],
  [1, goesIn],
  [2, promotes],
  [2, passes],
  [0, advancesAgain],
  [2, finishes],
]

/**
 * The home processor (2) is inside while processor 1 promotes; it leaves and passes the token, and two epochs are over.
 * Processor 1, which has passed the token before it, goes in: whether it finds what the home processor has left there, it has from
 * the epoch alone.
 */
const unseen: readonly Turn[] = [
  [2, [...goesIn, 'critical: tear']],
  [1, promotes],
  [0, advances],
  [1, passes],
  [2, ['critical: mend', ...passes]],
  [0, advancesAgain],
  [1, [...finishes, 'critical']],
]

interface State {
  readonly cpu: readonly { readonly at: string; readonly found: string }[]
}

/** Where three processors can be at the end of the schedule. */
function endings(schedule: readonly Turn[], without: readonly string[]) {
  const model = dynamicLock({ cpus: 3, memoryModel: 'rc11', entries: 1 }).without(...without)
  return alongSchedule(model, schedule).map(({ state }) => (state as State).cpu)
}

/** What goes wrong along the schedule, in some run at least. */
function wrong(schedule: readonly Turn[], ...without: readonly string[]): string[] {
  const ends = endings(schedule, without)
  const two = ends.some((cpus) => cpus.filter(({ at }) => at.startsWith('critical')).length > 1)
  const torn = ends.some((cpus) => cpus.some(({ found }) => found === 'torn'))
  return [...(two ? ['two inside'] : []), ...(torn ? ['found torn'] : [])]
}

describe('what goes wrong for three processors without a barrier of the dynamic lock under rc11', () => {
  it.each([newState, newEpoch])('two epochs are over too soon without: %s', (barrier) => {
    expect(wrong(tooSoon, barrier)).toEqual(['two inside'])
  })
  it.each([beforeEpoch, epochRead])('what the home processor has left is not seen without: %s', (barrier) => {
    expect(wrong(unseen, barrier)).toEqual(['found torn'])
  })
  it('nothing goes wrong in these runs with all of them: the first cannot be', () => {
    expect(endings(tooSoon, [])).toEqual([])
    expect(endings(unseen, []).length).toBeGreaterThan(0)
    expect(wrong(unseen)).toEqual([])
  })
})

/**
 * The same for what is freed: processor 1 passes the token and follows the pointer. Before it has passed, processor 2 has taken
 * the object out, in an epoch that it believes to be the old one: it frees too soon.
 */
const entersKernel = ['user', 'enter kernel', 'choose operation']
const takesOut = [...entersKernel, 'take out', 'take out: fence', 'read epoch', 'return to user']
const frees = ['user', 'enter kernel', 'entry: read token field', 'choose operation', 'test epoch', 'wipe', 'free']
const freedTooSoon: readonly Turn[] = [
  [0, advances],
  [1, passes],
  [1, [...entersKernel, 'read pointer']],
  [2, takesOut],
  [2, passes],
  [0, advancesAgain],
  [2, frees],
]

/** Processor 2 uses the object while 1 takes it out; it lets go, and passes the token. Then 1 wipes and frees it. */
const freedUnseen: readonly Turn[] = [
  [2, [...entersKernel, 'read pointer']],
  [1, takesOut],
  [0, advances],
  [1, passes],
  [2, ['use object', 'let go', 'return to user', ...passes]],
  [0, advancesAgain],
  [1, frees],
]

interface RingState {
  readonly memory: { readonly object: string; readonly contents: string }
  readonly cpu: readonly { readonly holdsReference: boolean }[]
}

describe('what goes wrong for three processors without a barrier of the token ring under rc11', () => {
  const freed = (schedule: readonly Turn[], ...without: readonly string[]) => {
    const model = tokenRing({ cpus: 3, memoryModel: 'rc11', entries: 2 }).without(...without)
    const endings = alongSchedule(model, schedule).map(({ state }) => state as RingState)
    return endings.filter(({ memory }) => memory.object === 'free')
  }
  const inUse = (...without: readonly string[]) =>
    freed(freedTooSoon, ...without).some(({ cpu }) => cpu.some(({ holdsReference }) => holdsReference))
  const written = (...without: readonly string[]) =>
    freed(freedUnseen, ...without).some(({ memory }) => memory.contents === 'used')
  const takenOut = 'have all see that the object is taken out before the epoch is read'

  it.each([takenOut, newEpoch])('what somebody uses is freed without: %s', (barrier) => {
    expect(inUse(barrier)).toBe(true)
  })
  it.each([beforeEpoch, epochRead])('what somebody has stored there comes after the wiping without: %s', (barrier) => {
    expect(written(barrier)).toBe(true)
  })
  it('nothing goes wrong in these runs with all of them: the first cannot be', () => {
    expect(inUse()).toBe(false)
    expect(freed(freedUnseen).length).toBeGreaterThan(0)
    expect(written()).toBe(false)
  })
})

/** The same under tso for an object with a lock in it. Each store is on its way to memory for as long as nothing is said of it. */
const drain = 'memory.drain'
const passesOn = ['tick: clear token field', drain, 'tick: write successor field', drain]
const object = ['user', 'follow pointer', 'read home', 'read mask', 'read state', 'critical', 'take out of reach']
const freedTooSoonBehindBuffers = (fence: readonly string[]): readonly Turn[] => [
  [0, ['user', 'tick: read token field', 'tick: advance epoch']],
  [2, [...object, ...fence, 'record epoch']],
  [0, [drain, ...passesOn]],
  [1, ['user', 'tick: read token field', ...passesOn, 'user', 'follow pointer']],
  [2, [...(fence.length === 0 ? [drain] : []), 'let go', 'user', 'tick: read token field', ...passesOn]],
  [0, ['user', 'tick: read token field', 'tick: advance epoch', drain]],
  [2, ['user', 'test epoch', 'free memory', drain]],
]

describe('a dynamic lock in an object, for three processors under tso', () => {
  const inUse = (fence: readonly string[], ...without: readonly string[]) => {
    const model = dynamicLockMemory({ cpus: 3, memoryModel: 'tso' }).without(...without)
    return alongSchedule(model, freedTooSoonBehindBuffers(fence)).map(({ state }) => {
      const { memory, cpu } = state as { memory: { pointer: string }; cpu: RingState['cpu'] }
      return memory.pointer === 'free' && cpu.some(({ holdsReference }) => holdsReference)
    })
  }
  it('the memory of a lock that somebody uses is freed without a fence before the epoch is recorded', () => {
    expect(inUse([], 'have all see that the object is out of reach before the epoch is read')).toContain(true)
  })
  it('with the fence it is freed too, but not in use', () => {
    const freed = inUse([drain, 'fence'])
    expect(freed.length).toBeGreaterThan(0)
    expect(freed).not.toContain(true)
  })
})
