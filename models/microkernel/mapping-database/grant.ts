import type { Scenario } from './scenario.js'
import type { Cpu, Database } from './state.js'

/**
 * Granting: the mapping itself goes to another space, with the same node, so that all that was handed on from it stays where
 * it is. The lock of its split node is in hand. The target has been taken as in `map.ts`; then the node is made to refer to it,
 * and the source is cleared. The text says no more of it than that there is such an operation.
 */
export function granting({ nodes }: Scenario) {
  return {
    'move node': (s: Database, me: Cpu) => {
      s.member.get(me.node!).entry = me.to
      changeClaims(s, me)
    },
    'clear source': (s: Database, me: Cpu) => {
      Object.assign(s.entry.get(me.from), { present: false, writable: false })
    },
    'forget source': (s: Database, me: Cpu) => {
      s.entry.get(me.from).node = null
      return 'unlock' as const
    },
  }

  /** What was handed on has now come through the target, and is no longer for those to take who ask for the source. */
  function changeClaims(s: Database, { node: granted, from, to }: Cpu): void {
    for (let node = 0; node < nodes; node++) {
      const { through } = s.member.get(node)
      if (node !== granted && !through.has(from)) continue
      for (const cpu of s.cpu) if (cpu.from === from) cpu.doomed.delete(node)
      if (!through.has(from)) continue
      through.delete(from)
      through.add(to)
    }
  }
}
