import { array, bool, id, int, struct, system } from '../../src/index.js'

/**
 * Has everybody stopped working? A token goes round a ring of nodes, from high to low, and comes back white if nobody
 * was seen working or can have been woken behind its back. Starts with any activity, any colours, and the token anywhere.
 */
export const ewd840 = system('ewd840', {
  summary: 'termination detection in a ring by a coloured token',
  source: 'Dijkstra, Feijen & van Gasteren 1983 (EWD 840); TLA+ Examples, ewd840/EWD840',
  parameters: { nodes: int(2, 6, { default: 3 }) },
  state: ({ nodes }) =>
    struct({
      node: array(nodes, struct({ active: bool, black: bool })),
      token: struct({ holder: id('node', nodes), black: bool }),
    }),
  initial: (s, { nodes, pick }) => {
    pick.any(s.node)
    s.token.holder = pick.int(0, nodes - 1)
    s.token.black = true
  },
  behaviour: ({ nodes, action, precaution }) => {
    const node = id('node', nodes)
    const blackens = precaution('who wakes a higher node turns black')
    const stains = precaution('a black node stains the token')
    const keeps = precaution('an active node keeps the token')
    return [
      action('start a round', {
        when: (s) => s.token.holder === 0,
        do: (s, _, pick) => {
          pick(given({ 'the token is black': s.token.black, 'node 0 is black': s.node.get(0).black }))
          s.token.holder = nodes - 1
          s.token.black = false
          s.node.get(0).black = false
        },
      }),
      action(
        'pass the token',
        { node },
        {
          when: (s, { node }) => node !== 0 && s.token.holder === node,
          do: (s, { node }, pick) => {
            const { active, black } = s.node.get(node)
            pick(
              given({
                'it is passive': !active,
                'it is black': black,
                'the token is black': s.token.black,
                always: !keeps,
              }),
            )
            s.token.holder = node - 1
            if (stains && black) s.token.black = true
            s.node.get(node).black = false
          },
        },
      ),
      action(
        'wake',
        { by: node, node },
        {
          when: (s, { by, node }) => node !== by && s.node.get(by).active,
          do: (s, { by, node }) => {
            s.node.get(node).active = true
            if (blackens && node > by) s.node.get(by).black = true
          },
        },
      ),
      action(
        'become passive',
        { node },
        {
          when: (s, { node }) => s.node.get(node).active,
          do: (s, { node }) => {
            s.node.get(node).active = false
          },
        },
      ),
    ]
  },
  // Nobody needs to become passive, but the token moves on where it can.
  fairness: ({ weak }) => [weak.together(['start a round', 'pass the token'])],
  properties: ({ always, reachable, leadsTo }) => ({
    'termination is not announced too early': always((s) => !announced(s) || s.node.every((n) => !n.active)),
    'termination is announced in the end': leadsTo(
      (s) => s.node.every((n) => !n.active),
      (s) => announced(s),
    ),
    'termination is announced': reachable((s) => announced(s)),
  }),
  mayStop: (s) => announced(s),
})

interface Ring {
  readonly node: { get(index: number): { readonly active: boolean; readonly black: boolean } }
  readonly token: { readonly holder: number; readonly black: boolean }
}

/** What node 0 goes by: it has a white token back, and is white and passive itself. */
function announced({ node, token }: Ring): boolean {
  return token.holder === 0 && !token.black && !node.get(0).black && !node.get(0).active
}

/** The reasons that hold. Each is a way of its own to take a step, counted as such: TLC does so with the cases of an "or". */
function given(reasons: { readonly [reason: string]: boolean }): string[] {
  return Object.keys(reasons).filter((reason) => reasons[reason])
}
