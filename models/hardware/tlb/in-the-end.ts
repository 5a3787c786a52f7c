import { type Fairness, strong, weak } from '../../../src/index.js'
import type { TemporalTools } from '../../../src/property/temporal.js'
import type { ArrayView } from '../../../src/schema/static.js'
import type { Interrupts } from '../interrupts/interrupts.js'

export const ACKNOWLEDGED = 'who waits for acknowledgements gets them'

interface State {
  readonly cpu: ArrayView<{ readonly at: string }>
  readonly interrupts: Interrupts
}

/**
 * What is assumed where the end of a shoot-down is judged. Nobody has to enter the kernel, but whoever comes back to user mode
 * again and again lets an interrupt in at last.
 */
export function everybodyIsServed(): readonly Fairness[] {
  const isServed = (_: State, after: State, { id }: { readonly id: number }) =>
    after.interrupts.cpu.get(id).inService !== null
  return [weak('cpu', { except: ['user'] }), strong('cpu', { only: isServed as never })]
}

/** What happens in the end to who waits for the acknowledgements of its shoot-down: it comes to the label `over`. */
export function inTheEnd<S>(toolsOfSystem: Pick<TemporalTools<S>, 'leadsTo'>, over: 'returned' | 'unmapped') {
  const { leadsTo } = toolsOfSystem as unknown as TemporalTools<State>
  return {
    [ACKNOWLEDGED]: leadsTo.each(
      'cpu',
      (_, me) => me.at === 'wait',
      (_, me) => me.at === over,
    ),
  } as { readonly [claim: string]: ReturnType<typeof toolsOfSystem.leadsTo> }
}
