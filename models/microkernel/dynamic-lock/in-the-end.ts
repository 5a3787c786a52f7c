import { type Fairness, strong, weak } from '../../../src/index.js'
import type { TemporalTools } from '../../../src/property/temporal.js'
import type { ArrayView } from '../../../src/schema/static.js'
import { isInside } from './guarded-data.js'
import { bit, type LockState } from './state.js'

const WHO_WAITS = 'who waits for the lock beneath gets it'
const PROMOTES = 'a promotion, once begun, comes to its end'
const DEMOTES = 'a demotion, once begun, comes to its end'
const HOME_ENTERS = 'the home processor that comes gets in'
const MEMBER_ENTERS = 'who is in the mask gets in, or is taken out of it'
const GUEST_ENTERS = 'who lets itself into the mask gets in'

interface Cpu {
  readonly id: number
  readonly at: string
  readonly holdsSpinLock: boolean
}

interface State {
  readonly lock: { readonly home: number }
  readonly memory: { readonly state: LockState; readonly mask: number }
  readonly cpu: ArrayView<Cpu>
}

/**
 * What is assumed where the end of things is judged. Every processor goes on; in user mode it is interrupted by ticks again
 * and again, comes for the object again and again, and asks to be let in again and again, if it is left out of the mask of
 * a lock that is disabled or enabled. (So who never sees a transition end is not asked to ask.)
 */
export function everybodyComesBack(): readonly Fairness[] {
  const chooses = (to: (label: string) => boolean, when: (s: State, id: number) => boolean = () => true) => {
    const only = (before: State, after: State, { id }: { readonly id: number }) =>
      before.cpu.get(id).at === 'user' && to(after.cpu.get(id).at) && when(before, id)
    return strong('cpu', { only: only as never })
  }
  const isLeftOut = (s: State, id: number) => !isMember(s, id) && !isChanging(s.memory.state)
  return [
    weak('cpu'),
    chooses((label) => label === 'tick: read token field'),
    chooses((label) => label === 'read mask'),
    chooses((label) => label.startsWith('promote: '), isLeftOut),
  ]
}

/** What happens in the end, if everybody comes back: of transitions, and of those who want the lock. */
export function inTheEnd<S>(toolsOfSystem: Pick<TemporalTools<S>, 'leadsTo'>) {
  const { leadsTo } = toolsOfSystem as unknown as TemporalTools<State>
  const isOver = (of: LockState) =>
    leadsTo(
      (s) => s.memory.state === of,
      (s) => s.memory.state !== of,
    )
  return {
    [WHO_WAITS]: leadsTo.each(
      'cpu',
      (_, me) => me.at === 'exchange' || me.at === 'spin',
      (_, me) => me.holdsSpinLock,
    ),
    [PROMOTES]: isOver('promoting'),
    [DEMOTES]: isOver('demoting'),
    [HOME_ENTERS]: leadsTo.each(
      'cpu',
      (s, me) => me.at === 'read mask' && me.id === s.lock.home,
      (_, me) => isInside(me),
    ),
    [MEMBER_ENTERS]: leadsTo.each(
      'cpu',
      (s, me) => isMember(s, me.id),
      (s, me) => isInside(me) || !isMember(s, me.id),
    ),
    [GUEST_ENTERS]: leadsTo.each(
      'cpu',
      (_, me) => me.at === 'promote: widen mask',
      (_, me) => isInside(me),
    ),
  } as { readonly [claim: string]: ReturnType<typeof toolsOfSystem.leadsTo> }
}

/**
 * What of it is known to fail. A lock may be demoted before a processor that was let in has come back, and that again and
 * again. A lock that starves lets others wait for ever, and with them the token. And a word that wraps may have come round
 * each time somebody looks at it.
 */
export function failsInTheEnd({ starves, wraps }: { readonly starves: boolean; readonly wraps: boolean }) {
  return {
    ...(starves && { [WHO_WAITS]: 'violated', [HOME_ENTERS]: 'violated' }),
    ...((starves || wraps) && { [PROMOTES]: 'violated', [DEMOTES]: 'violated', [MEMBER_ENTERS]: 'violated' }),
    [GUEST_ENTERS]: 'violated',
  } as { readonly [claim: string]: 'violated' }
}

function isMember({ memory }: State, id: number): boolean {
  return (memory.mask & bit(id)) !== 0
}

function isChanging(state: LockState): boolean {
  return state === 'promoting' || state === 'demoting'
}
