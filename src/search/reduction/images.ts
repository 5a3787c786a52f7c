import type { Model } from '../../model/model.js'
import type { ScalarType } from '../../schema/type.js'
import type { Hypothesis } from './families.js'
import type { Instance, Instances } from './instances.js'
import { inverseOf, type Permutation } from './permute.js'

/** A permutation of one family of which, with the others, all are products. */
export interface Generator {
  readonly hypothesis: number
  readonly permutation: Permutation
  readonly inverse: Permutation
  /** What each instance becomes: the same step of another process, the same action with other arguments. */
  readonly instance: Int32Array
}

/** What permutations do to the instances of a model. */
export class Images {
  readonly identity: Permutation
  readonly generators: readonly Generator[]

  constructor(
    model: Model,
    private readonly instances: Instances,
    private readonly hypotheses: readonly Hypothesis[],
  ) {
    this.identity = identityOf(hypotheses)
    const programs = new Map(
      model.behaviour.flatMap((b) =>
        b.kind === 'program' ? [[b.name, this.familyOf(b.path.at(-1)!, b.count ?? 1)] as const] : [],
      ),
    )
    const numbers = new Map(instances.all.map((instance, i) => [keyOf(instance), i]))
    this.generators = generatorsOf(hypotheses).map(({ hypothesis, permutation }) => {
      const image = (instance: Instance) => this.imageOf(instance, permutation, programs)
      return {
        hypothesis,
        permutation,
        inverse: inverseOf(permutation),
        instance: Int32Array.from(this.instances.all, (instance) => numbers.get(keyOf(image(instance)))!),
      }
    })
  }

  private imageOf(instance: Instance, permutation: Permutation, programs: ReadonlyMap<string, number>): Instance {
    switch (instance.kind) {
      case 'step': {
        const family = programs.get(instance.program.name)!
        return family < 0 ? instance : { ...instance, process: permutation[family]![instance.process]! }
      }
      case 'action':
        return {
          ...instance,
          arguments: Object.fromEntries(
            Object.entries(instance.arguments).map(([name, value]) => {
              const type: ScalarType = instance.action.parameters[name]!
              const family = type.tag === 'id' ? this.familyOf(type.family, type.count) : -1
              return [name, family < 0 ? value : permutation[family]![value as number]!]
            }),
          ),
        }
      default:
        return instance
    }
  }

  private familyOf(name: string, count: number): number {
    return this.hypotheses.findIndex((h) => h.family.name === name && h.family.count === count)
  }
}

/** Permutations of one family each, of which all are products. */
export function generatorsOf(
  hypotheses: readonly Hypothesis[],
): { readonly hypothesis: number; readonly permutation: Permutation }[] {
  const identity = identityOf(hypotheses)
  return hypotheses.flatMap((h, hypothesis) =>
    generatorsOfOne(h).map((own) => ({
      hypothesis,
      permutation: identity.map((p, i) => (i === hypothesis ? own : p)),
    })),
  )
}

function identityOf(hypotheses: readonly Hypothesis[]): Permutation {
  return hypotheses.map((h) => Uint8Array.from({ length: h.family.count }, (_, i) => i))
}

/** A rotation generates all rotations; with an exchange of two neighbours it generates all permutations. */
function generatorsOfOne({ family, group }: Hypothesis): Uint8Array[] {
  const n = family.count
  const rotation = Uint8Array.from({ length: n }, (_, i) => (i + 1) % n)
  if (group === 'rotations') return [rotation]
  const exchange = Uint8Array.from({ length: n }, (_, i) => (i === 0 ? 1 : i === 1 ? 0 : i))
  return n === 2 ? [exchange] : [exchange, rotation]
}

function keyOf(instance: Instance): string {
  switch (instance.kind) {
    case 'step':
      return `${instance.program.name}/${instance.label}/${instance.process}`
    case 'action':
      return `${instance.action.name}(${JSON.stringify(instance.arguments)})`
    default:
      return `condition ${instance.name}`
  }
}
