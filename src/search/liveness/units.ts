import type { Fairness } from '../../system/fairness.js'
import type { Expansion, Site } from '../expansion.js'
import { UnitSets } from './unit-sets.js'

/** One promise: whoever it is, if they could go on (for ever, or again and again) they do. */
export interface Unit {
  readonly strength: Fairness['strength']
  readonly name: string
}

/** What a step of one process at one label, or an action with certain arguments, belongs to. */
interface Membership {
  readonly always: number
  /** Units that have only some of these steps. */
  readonly sometimes: readonly { readonly set: number; readonly only: (before: never, after: never) => boolean }[]
}

/** The units that fairness declarations mean in a model, and which of them each step belongs to. */
export class Units {
  readonly all: Unit[] = []
  readonly sets = new UnitSets()
  private readonly numbers = new Map<string, number>()
  /** By site, and by the process that takes it or the combination of arguments. */
  private readonly memberships: readonly (readonly Membership[])[]

  constructor(
    private readonly expansion: Expansion,
    private readonly fairness: readonly Fairness[],
  ) {
    this.memberships = expansion.sites.map((site) =>
      site.kind === 'action'
        ? site.combinations.map((c) => this.membership(site, 0, c))
        : Array.from({ length: site.program.count ?? 1 }, (_, i) => this.membership(site, i, { id: i })),
    )
  }

  /** The set of units that the step being shown belongs to. */
  ofStep(): number {
    if (this.all.length === 0) return 0
    const { site, process } = this.expansion.at
    const { always, sometimes } = this.memberships[site]![process]!
    let set = always
    for (const { set: more, only } of sometimes)
      if (only(this.expansion.before(), this.expansion.view)) set = this.sets.union(set, more)
    return set
  }

  /** The set of units that any step of this site and process may belong to. */
  ofAny(site: number, process: number): number {
    const { always, sometimes } = this.memberships[site]![process]!
    return sometimes.reduce((set, some) => this.sets.union(set, some.set), always)
  }

  private membership(site: Site, process: number, one: { readonly [name: string]: unknown }): Membership {
    let always = 0
    const sometimes: Membership['sometimes'][number][] = []
    for (const [i, declared] of this.fairness.entries()) {
      const name = memberOf(declared, site, process, one)
      if (name === null) continue
      const set = this.sets.of([this.unit(i, declared.strength, name)])
      const { only } = declared
      if (only === null) always = this.sets.union(always, set)
      else sometimes.push({ set, only: (before, after) => only(before, after, one as never) })
    }
    return { always, sometimes }
  }

  private unit(declaration: number, strength: Unit['strength'], name: string): number {
    const key = `${declaration} ${name}`
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    const number = this.all.push({ strength, name }) - 1
    this.numbers.set(key, number)
    return number
  }
}

/** Which unit of a declaration a step belongs to, by name; null for none. */
function memberOf(
  { of, each, by, except }: Fairness,
  site: Site,
  process: number,
  one: { readonly [name: string]: unknown },
): string | null {
  const { name } = site.kind === 'step' ? site.program : site.action
  if (of !== null && !of.includes(name)) return null
  if (site.kind === 'step' && except.includes(site.label)) return null
  if (!each) return 'together'
  if (site.kind === 'step') return `${name} ${process}`
  const told = Object.entries(one).filter(([parameter]) => by === null || by.includes(parameter))
  return `${name} ${JSON.stringify(told)}`
}
