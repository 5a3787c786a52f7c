import { type Fairness, strong, weak } from '../../../src/index.js'
import type { TemporalTools } from '../../../src/property/temporal.js'
import type { ArrayView } from '../../../src/schema/static.js'
import { isAtLock } from './claims.js'
import { type Granularity, isChanging } from './state.js'

export const COMPLETED = 'a change of granularity is completed'

interface Cpu {
  readonly at: string
  readonly entry: number | null
}

interface State {
  readonly cpu: ArrayView<Cpu>
  readonly memory: { readonly state: Granularity }
}

/**
 * What is assumed where the end of things is judged. Who is in the kernel goes on; who could get a lock again and again gets
 * it, as far as locks do not see to that themselves (`spinsAt`); who goes from entry to entry is done with the object at
 * last. Ticks interrupt every processor again and again, and somebody uses the object again and again.
 */
export function everybodyGoesOn(spinsAt: (label: string) => boolean = isAtLock): readonly Fairness[] {
  const who = (test: (before: Cpu, after: Cpu) => boolean) => {
    const only = (before: State, after: State, { id }: { readonly id: number }) =>
      test(before.cpu.get(id), after.cpu.get(id))
    return strong('cpu', { only: only as never })
  }
  const somebodyEnters = (_: State, after: State) => after.cpu.some((c) => c.at === 'read state')
  return [
    weak('cpu', { except: ['user'] }),
    who((before) => spinsAt(before.at)),
    who((before, after) => before.at === 'next entry' && after.entry === null),
    who((_, after) => after.at === 'tick: read token field'),
    strong.together('cpu', { only: somebodyEnters as never }),
  ]
}

/** What happens in the end, if everybody goes on. Each system with a cascade says it of its own state. */
export function inTheEnd<S>(toolsOfSystem: Pick<TemporalTools<S>, 'leadsTo'>) {
  const { leadsTo } = toolsOfSystem as unknown as TemporalTools<State>
  return {
    [COMPLETED]: leadsTo(
      (s) => isChanging(s.memory.state),
      (s) => !isChanging(s.memory.state),
    ),
    'who waits for a lock gets it': leadsTo.each(
      'cpu',
      (_, me) => isAtLock(me.at),
      (_, me) => !isAtLock(me.at),
    ),
  } as { readonly [claim: string]: ReturnType<typeof toolsOfSystem.leadsTo> }
}
