import { array, bool, id, int, oneOf, option, set, struct, system } from '../../src/index.js'

/**
 * A spanning tree grows from node 0: a node that is in it sends to its neighbours, and one that is not takes the first
 * sender for its parent. A link that is listed in one direction only gives a node a parent that is not its neighbour.
 */
export const spanningTree = system('spanning-tree', {
  summary: 'every node of a network finds a parent by flooding',
  source: 'Attiya & Welch 2004, 2.3; TLA+ Examples, spanning',
  parameters: { nodes: int(2, 5, { default: 3 }), network: oneOf('complete', 'star', 'one-way star') },
  state: ({ nodes }) => {
    const node = id('node', nodes)
    return struct({ node: array(nodes, struct({ parent: option(node), reported: bool, sentTo: set(node) })) })
  },
  behaviour: ({ nodes, network, action, precaution }) => {
    const node = id('node', nodes)
    const keeps = precaution('keep the first parent')
    return [
      action(
        'send',
        { node, to: node },
        {
          when: (s, { node, to }) =>
            areLinked(network, node, to) &&
            (node === 0 || s.node.get(node).parent !== null) &&
            !s.node.get(node).sentTo.has(to),
          do: (s, { node, to }) => s.node.get(node).sentTo.add(to),
        },
      ),
      action(
        'take a parent',
        { node, from: node },
        {
          when: (s, { node, from }) =>
            node !== 0 && s.node.get(from).sentTo.has(node) && (s.node.get(node).parent === null || !keeps),
          do: (s, { node, from }) => {
            s.node.get(node).parent = from
          },
        },
      ),
      action(
        'report',
        { node },
        {
          when: (s, { node }) => s.node.get(node).parent !== null && !s.node.get(node).reported,
          do: (s, { node }) => {
            s.node.get(node).reported = true
          },
        },
      ),
    ]
  },
  properties: ({ network, always, step, reachable }) => ({
    'a parent is a neighbour': always((s) =>
      s.node.every((n, i) => n.parent === null || areLinked(network, i, n.parent)),
    ),
    'a parent stays the parent': step((before, after) =>
      before.node.every((n, i) => n.parent === null || n.parent === after.node.get(i).parent),
    ),
    'only nodes in the tree send': always((s) =>
      s.node.every((n, i) => i === 0 || n.parent !== null || n.sentTo.isEmpty),
    ),
    'everybody is in the tree': reachable((s) => s.node.every((n, i) => i === 0 || n.parent !== null)),
  }),
  mayStop: (s) => s.node.every((n, i) => i === 0 || n.parent !== null),
})

function areLinked(network: 'complete' | 'star' | 'one-way star', from: number, to: number): boolean {
  switch (network) {
    case 'complete':
      return from !== to
    case 'star':
      return from !== to && (from === 0 || to === 0)
    case 'one-way star':
      return from === 0 && to !== 0
  }
}
