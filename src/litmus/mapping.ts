import { match, P } from 'ts-pattern'
import type { MemoryModel } from './models.js'
import type { Instruction, LitmusTest } from './test.js'

/**
 * The test in the instructions that a memory model has: orders of C11 as compilers for such a processor render them, and
 * instructions of x86 as C11. A test that is written for the model stays as it is.
 */
export function testFor(test: LitmusTest, model: MemoryModel): LitmusTest {
  const render = renderings[model]
  return { ...test, threads: test.threads.map((thread) => thread.flatMap(render)) }
}

type Rendering = (instruction: Instruction) => Instruction | readonly Instruction[]

/** Under sequential consistency every access is ordered as it stands, and a fence adds nothing. */
const asSc: Rendering = (instruction) =>
  match(instruction)
    .with({ op: 'fence' }, () => [])
    .otherwise(withoutOrder)

/**
 * x86: plain accesses acquire and release by themselves; a sequentially consistent store is an exchange, such a fence
 * `mfence`; weaker fences need no instruction (the mapping of C11 atomics to x86 that compilers use).
 */
const asTso: Rendering = (instruction) =>
  match(instruction)
    .with({ op: 'store', order: 'sc' }, ({ loc, val }) => ({ op: 'xchg', loc, val }) as const)
    .with({ op: 'fence', order: 'sc' }, () => ({ op: 'mfence' }) as const)
    .with({ op: 'fence' }, () => [])
    .otherwise(withoutOrder)

/** The same where stores may overtake stores: what releases waits for them. */
const asPso: Rendering = (instruction) =>
  match(instruction)
    .with({ op: 'store', order: 'rel' }, (i) => [{ op: 'sfence' } as const, withoutOrder(i)])
    .with({ op: 'fence', order: P.union('rel', 'acqrel') }, () => ({ op: 'sfence' }) as const)
    .otherwise(asTso)

/**
 * C11 has no instructions of x86: a plain access is relaxed, a locked one sequentially consistent, as C has them if
 * nothing is said; `mfence` is a fence of that order, `sfence` one that releases, `lfence` one that acquires.
 */
const asC11: Rendering = (instruction) =>
  match(instruction)
    .with({ op: 'mfence' }, () => ({ op: 'fence', order: 'sc' }) as const)
    .with({ op: 'sfence' }, () => ({ op: 'fence', order: 'rel' }) as const)
    .with({ op: 'lfence' }, () => ({ op: 'fence', order: 'acq' }) as const)
    .with(
      { op: P.union('xchg', 'cmpxchg', 'xadd'), order: P.optional(undefined) },
      (i) => ({ ...i, order: 'sc' }) as const,
    )
    .otherwise((i) => i)

const renderings: { readonly [m in MemoryModel]: Rendering } = { sc: asSc, tso: asTso, pso: asPso, rc11: asC11 }

function withoutOrder<I extends Instruction>(instruction: I): I {
  const { order: _, ...rest } = instruction as I & { readonly order?: unknown }
  return rest as I
}
