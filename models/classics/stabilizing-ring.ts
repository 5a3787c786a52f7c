import { array, id, int, struct, system } from '../../src/index.js'

/**
 * Dijkstra's ring that repairs itself: whatever the counters are at first, the privileges (tokens) become fewer until
 * there is one. Node 0 has it when its counter is the last node's, any other node when its counter is not the one before.
 */
export const stabilizingRing = system('stabilizing-ring', {
  summary: 'token ring that comes from any state to one with a single token',
  source: 'Dijkstra 1974 (EWD 426); TLA+ Examples, ewd426/TokenRing',
  parameters: { nodes: int(2, 6, { default: 4 }), values: int(1, 6, { default: 4 }) },
  state: ({ nodes, values }) => struct({ counter: array(nodes, int(0, values - 1)) }),
  initial: (s, { pick }) => pick.any(s.counter),
  behaviour: ({ nodes, values, action, precaution }) => {
    const copies = precaution('a node copies the counter before it')
    return [
      action('node 0 counts', {
        when: (s) => s.counter.get(0) === s.counter.get(nodes - 1),
        do: (s) => s.counter.set(0, (s.counter.get(0) + 1) % values),
      }),
      action(
        'pass on',
        { node: id('node', nodes) },
        {
          when: (s, { node }) => node !== 0 && s.counter.get(node) !== s.counter.get(node - 1),
          do: (s, { node }) =>
            s.counter.set(node, copies ? s.counter.get(node - 1) : (s.counter.get(node) + 1) % values),
        },
      ),
    ]
  },
  fairness: ({ weak }) => [weak.anything()],
  properties: ({ always, step, eventuallyAlways }) => ({
    'in the end there is one token': eventuallyAlways((s) => tokens(s.counter) === 1),
    'there is a token': always((s) => tokens(s.counter) >= 1),
    'tokens do not multiply': step((before, after) => tokens(after.counter) <= tokens(before.counter)),
  }),
})

function tokens(counter: { readonly length: number; get(node: number): number }): number {
  let tokens = counter.get(0) === counter.get(counter.length - 1) ? 1 : 0
  for (let node = 1; node < counter.length; node++) if (counter.get(node) !== counter.get(node - 1)) tokens++
  return tokens
}
