import type { Model } from '../../model/model.js'
import type { StructLayout } from '../../schema/layout.js'
import { include, includes, keyOf } from './bits.js'
import type { Hypothesis } from './families.js'
import { Images } from './images.js'
import type { Instances } from './instances.js'
import { leavesOf } from './leaves.js'
import { MaskedStates } from './masked-states.js'
import { type Observation, Observer } from './observer.js'
import { type Permutation, type Permute, permuteMasks, permuteStates } from './permute.js'

/** Thrown when a hypothesis turns out to be wrong: its number, and what shows it. */
export class Asymmetry extends Error {
  override readonly name = 'Asymmetry'
  constructor(
    readonly hypothesis: number,
    readonly instance: number,
    readonly state: Int32Array,
    readonly permutation: Permutation,
  ) {
    super('not symmetric')
  }
}

/** An instance in one of the permuted states. */
interface Node {
  readonly instance: number
  /** The state, or the two states of a step condition one after the other. */
  readonly states: Int32Array
  /** What the proof rests on: bits outside it may have any value. */
  readonly scope: Uint8Array
  readonly seen: Observation
  readonly parent: Node | null
  /** The generator that led here from the parent. */
  readonly by: number
}

/** With more masks than this for one instance, the next proof covers all of them at once. */
const MOST_MASKS = 6

/**
 * Proves that instances treat permuted states alike.
 *
 * Ids are plain numbers in the model, so nothing but what a step does can show whether it is symmetric. It is run, in the
 * state at hand and in the permuted ones, and what it reads is noted. As a step depends on nothing but what it reads, one
 * such proof holds for every state that agrees with this one on what was read: few proofs serve many states.
 *
 * To be shown for an instance t in a state s: for each permutation π, π(t) does in π(s) what t does in s, permuted by π.
 * Let R be the union of what π(t) reads in π(s), taken back by π, over all π. For a state s' that agrees with s on R,
 * π(s') agrees with π(s) on everything that π(t) reads there; so it does the same, and what was shown for s holds for s'.
 * The permutations need not all be tried. From (t, s) the generators of the group lead to (g(t), g(s)) and so on; two of
 * these with the same instance that agree on (permuted) R are one. When each generator has been compared on each of the
 * finitely many, every permutation has been, since it is a product of generators.
 *
 * What a step does is which bits it writes and what it writes there. Where that differs although the states afterwards
 * do not (a value may be written that was there already), the bits written join R, and states are compared.
 */
export class Prover {
  private readonly observer: Observer
  private readonly states: Permute
  private readonly masks: Permute
  private readonly images: Images
  /** For each instance, what has been proven of it. */
  private readonly proven: MaskedStates[][]
  private readonly words: number
  private readonly pair: Int32Array

  constructor(
    model: Model,
    layout: StructLayout,
    words: number,
    hypotheses: readonly Hypothesis[],
    private readonly instances: Instances,
  ) {
    const leaves = leavesOf(model, layout, hypotheses)
    const counts = hypotheses.map((h) => h.family.count)
    this.states = permuteStates(leaves, counts)
    this.masks = permuteMasks(leaves, counts)
    this.images = new Images(model, instances, hypotheses)
    this.proven = instances.all.map(() => [])
    this.words = words
    this.pair = new Int32Array(2 * words)
    // The identity keeps those bits of a mask that mean something.
    const meaningful = new Uint8Array(4 * words)
    this.masks(new Uint8Array(4 * words).fill(255), meaningful, this.images.identity)
    this.observer = new Observer(model, layout, words, meaningful)
  }

  /** Makes sure that the instance is symmetric in the state, or throws an Asymmetry. */
  inState(instance: number, state: Int32Array): void {
    for (const known of this.proven[instance]!) if (known.indexOf(state) >= 0) return
    this.prove(instance, state)
  }

  /** The same for a step condition and the states before and after the step. */
  inStep(instance: number, before: Int32Array, after: Int32Array): void {
    this.pair.set(before)
    this.pair.set(after, this.words)
    for (const known of this.proven[instance]!) if (known.indexOf(this.pair) >= 0) return
    this.prove(instance, this.pair)
  }

  private prove(instance: number, states: Int32Array): void {
    const own = states.slice()
    const seen = this.observe(instance, own)
    const scope = seen.reads.slice()
    const known = this.proven[instance]!
    if (known.length > MOST_MASKS) for (const { mask } of known) include(scope, mask)
    for (let exactly = true; ; ) {
      const attempt = this.attempt({ instance, states: own, scope: scope.slice(), seen, parent: null, by: -1 }, exactly)
      if (attempt.tag === 'proven') {
        for (const node of attempt.nodes) this.note(node)
        return
      }
      include(scope, attempt.more)
      if (attempt.tag === 'writes differ') exactly = false
    }
  }

  /** Follows the generators from the root; gives up when something was read (or must be compared) that is out of scope. */
  private attempt(root: Node, exactly: boolean): Attempt {
    const nodes = new Map([[this.nodeKey(root), root]])
    for (const node of nodes.values())
      for (let by = 0; by < this.images.generators.length; by++) {
        const image = this.imageOf(node, by)
        const known = nodes.get(this.nodeKey(image))
        const there = known ?? { ...image, seen: this.observe(image.instance, image.states) }
        if (!includes(there.scope, there.seen.reads))
          return { tag: 'reads more', more: this.takenBack(there, there.seen.reads) }
        if (!exactly) {
          const written = writesOf(there.seen, there.scope.length)
          if (!includes(there.scope, written)) return { tag: 'reads more', more: this.takenBack(there, written) }
        }
        if (!this.agree(node, there, by, exactly)) {
          if (!exactly) throw this.asymmetry(node, by)
          // The bits written by the root come first; those by others follow when they are met.
          return { tag: 'writes differ', more: writesOf(root.seen, root.scope.length) }
        }
        if (!known) nodes.set(this.nodeKey(there), there)
      }
    return { tag: 'proven', nodes: nodes.values() }
  }

  private imageOf(node: Node, by: number): Node {
    const generator = this.images.generators[by]!
    const states = new Int32Array(node.states.length)
    this.permuteEach(this.states, bytesOf(node.states), bytesOf(states), generator.permutation)
    const scope = this.permuted(node.scope, generator.permutation)
    return { instance: generator.instance[node.instance]!, states, scope, seen: node.seen, parent: node, by }
  }

  /** Whether the image did what the permuted node did. */
  private agree(node: Node, image: Node, by: number, exactly: boolean): boolean {
    const [a, b] = [node.seen, image.seen]
    if (a.failed || b.failed || a.held !== null) return a.failed === b.failed && a.held === b.held
    const { permutation } = this.images.generators[by]!
    const after = new Uint8Array(4 * this.words)
    const expected = new Set<string>()
    for (const effect of a.effects) {
      this.states(bytesOf(effect.after), after, permutation)
      if (exactly) {
        const writes = this.permuted(effect.writes, permutation)
        expected.add(keyOf(writes, writes) + keyOf(after, writes))
      } else expected.add(keyOf(after, image.scope))
    }
    const actual = new Set(
      b.effects.map(({ writes, after: bytes }) =>
        exactly ? keyOf(writes, writes) + keyOf(bytesOf(bytes), writes) : keyOf(bytesOf(bytes), image.scope),
      ),
    )
    return actual.size === expected.size && [...actual].every((effect) => expected.has(effect))
  }

  private observe(instance: number, states: Int32Array): Observation {
    const after = states.length > this.words ? states.subarray(this.words) : null
    return this.observer.observe(this.instances.all[instance]!, states.subarray(0, this.words), after)
  }

  private note({ instance, states, scope }: Node): void {
    const sets = this.proven[instance]!
    let set = sets.find((known) => known.mask.every((byte, i) => byte === scope[i]))
    if (!set) {
      set = new MaskedStates(scope)
      sets.push(set)
    }
    set.add(states)
  }

  private nodeKey({ instance, states, scope }: Node): string {
    return `${instance}|${keyOf(scope, scope)}|${keyOf(bytesOf(states), scope)}`
  }

  /** Bits that were touched in a node, as they lie in the root. */
  private takenBack(node: Node, bits: Uint8Array): Uint8Array {
    if (node.parent === null) return bits
    return this.takenBack(node.parent, this.permuted(bits, this.images.generators[node.by]!.inverse))
  }

  private permuted(mask: Uint8Array, permutation: Permutation): Uint8Array {
    const target = new Uint8Array(mask.length)
    this.permuteEach(this.masks, mask, target, permutation)
    return target
  }

  /** Applies a permutation to each of one or two states. */
  private permuteEach(permute: Permute, source: Uint8Array, target: Uint8Array, permutation: Permutation): void {
    const size = 4 * this.words
    for (let at = 0; at < source.length; at += size)
      permute(source.subarray(at, at + size), target.subarray(at, at + size), permutation)
  }

  private asymmetry(node: Node, by: number): Asymmetry {
    const { hypothesis, permutation } = this.images.generators[by]!
    return new Asymmetry(hypothesis, node.instance, node.states, permutation)
  }
}

type Attempt =
  | { readonly tag: 'proven'; readonly nodes: Iterable<Node> }
  | { readonly tag: 'reads more' | 'writes differ'; readonly more: Uint8Array }

/** All bits that any of the effects wrote. */
function writesOf({ effects }: Observation, size: number): Uint8Array {
  const bits = new Uint8Array(size)
  for (const { writes } of effects) include(bits, writes)
  return bits
}

function bytesOf(words: Int32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
}
