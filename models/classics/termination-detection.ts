import { array, bool, id, int, struct, system } from '../../src/index.js'

/** What termination detection is: once all nodes are passive this may be announced at any moment, and never before. */
export const terminationDetection = system('termination-detection', {
  summary: 'abstract termination detection: what any algorithm for it must do',
  source: 'TLA+ Examples, ewd840/SyncTerminationDetection',
  parameters: { nodes: int(1, 10, { default: 4 }) },
  state: ({ nodes }) => struct({ active: array(nodes, bool), detected: bool }),
  initial: (s, { pick }) => {
    pick.any(s.active)
    s.detected = s.active.every((a) => !a) && pick.bool()
  },
  behaviour: ({ nodes, action, precaution }) => {
    const node = id('node', nodes)
    const looks = precaution('detect only when all are passive')
    return [
      action(
        'become passive',
        { node },
        {
          when: (s, { node }) => s.active.get(node),
          do: (s, { node }, pick) => {
            s.active.set(node, false)
            const terminated = s.active.every((a) => !a)
            if (terminated !== s.detected) s.detected = pick.bool()
          },
        },
      ),
      action(
        'wake',
        { by: node, node },
        {
          when: (s, { by }) => s.active.get(by),
          do: (s, { node }) => s.active.set(node, true),
        },
      ),
      action('detect', {
        when: (s) => !looks || s.active.every((a) => !a),
        do: (s) => {
          s.detected = true
        },
      }),
    ]
  },
  fairness: ({ weak }) => [weak('detect')],
  properties: ({ always, step, leadsTo }) => ({
    'termination is detected': leadsTo(
      (s) => s.active.every((a) => !a),
      (s) => s.detected,
    ),
    'detected only when all are passive': always((s) => !s.detected || s.active.every((a) => !a)),
    'who is passive with all others stays so': step(
      (before, after) => before.active.some((a) => a) || after.active.every((a) => !a),
    ),
  }),
})
