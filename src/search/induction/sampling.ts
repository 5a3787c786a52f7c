import fc from 'fast-check'
import { arbitraryOf } from '../../schema/arbitrary.js'
import { readPlain } from '../../schema/pack.js'
import type { ArrayType, Fields, StructType, Type } from '../../schema/type.js'
import type { Expansion } from '../expansion.js'
import { Interner } from '../interner.js'
import { StepFault } from '../step-fault.js'

/** So many reachable states are what others are found around. */
const POOL = 2000

/**
 * States to try an invariant on. Hardly any state at all satisfies a strong invariant, so most of these are reachable ones
 * with a few parts of them changed; one in four is anything.
 */
export function likelyStates(expansion: Expansion): fc.Arbitrary<unknown> {
  const { model } = expansion
  const reachable = someReachable(expansion)
  const near = fc
    .tuple(fc.constantFrom(...reachable), fc.array(changeOf(model.state), { maxLength: 3 }))
    .map(([state, changes]) => changes.reduce((s, change) => change(s), state))
  return fc.oneof({ weight: 3, arbitrary: near }, { weight: 1, arbitrary: arbitraryOf(model.state) })
}

/** Finds a state that `judge` does not pass, and makes it small; null if there was none among so many. */
export function failingState(
  states: fc.Arbitrary<unknown>,
  judge: (plain: unknown) => boolean,
  { samples, seed }: { readonly samples: number; readonly seed: number },
): { readonly state: unknown } | null {
  const { failed, counterexample } = fc.check(fc.property(states, judge), { numRuns: samples, seed })
  return failed && counterexample !== null ? { state: counterexample[0] } : null
}

function someReachable(expansion: Expansion): unknown[] {
  const states = new Interner(expansion.words)
  const note = () => void (states.size < POOL && states.number(expansion.draft))
  const tolerant = (look: () => void) => {
    try {
      look()
    } catch (thrown) {
      if (!(thrown instanceof StepFault)) throw thrown
    }
  }
  tolerant(() => expansion.initialStates(note))
  for (let n = 0; n < states.size; n++) {
    const { words, at } = states.record(n)
    expansion.load(words, at)
    tolerant(() => expansion.successors(0, 0, note))
  }
  return Array.from({ length: states.size }, (_, n) => {
    const { words, at } = states.record(n)
    return readPlain(expansion.layout, new Uint8Array(words.buffer, at * 4), 0)
  })
}

type Change = (value: unknown) => unknown

/** Some part of a value replaced by anything of its type. */
function changeOf(type: Type): fc.Arbitrary<Change> {
  if (type.tag === 'struct') {
    const fields = Object.entries((type as StructType<Fields>).fields).filter(([, t]) => hasParts(t))
    return fc.oneof(
      ...fields.map(([name, t]) =>
        changeOf(t).map(
          (change): Change =>
            (s) => ({ ...(s as object), [name]: change((s as never)[name]) }),
        ),
      ),
    )
  }
  if (type.tag === 'array') {
    const { length, element } = type as ArrayType
    return fc.tuple(fc.nat(length - 1), changeOf(element)).map(
      ([at, change]): Change =>
        (list) =>
          (list as unknown[]).map((v, i) => (i === at ? change(v) : v)),
    )
  }
  return arbitraryOf(type).map(
    (value): Change =>
      () =>
        value,
  )
}

/** Whether there is anything in it to be changed. */
function hasParts(type: Type): boolean {
  if (type.tag === 'struct') return Object.values((type as StructType<Fields>).fields).some(hasParts)
  return type.tag !== 'array' || (type.length > 0 && hasParts(type.element))
}
