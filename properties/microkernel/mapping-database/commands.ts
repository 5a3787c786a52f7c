import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  type Configuration,
  MappingDatabase,
} from '../../../models/microkernel/mapping-database/sequential/mapping-database.js'
import { AddressSpaces, ALL_RIGHTS, type Area, type Place } from '../../../spec/address-spaces.js'
import { faultsOf, shownBy } from './well-formed.js'

/** An operation with its arguments, which are found when it is known what is mapped. */
type Call = readonly [operation: 'map' | 'grant' | 'unmap' | 'restrict', ...given: unknown[]]

/** The same operation on both; then both must show the same mappings, and the lists must be in order. */
class Command implements fc.Command<AddressSpaces, MappingDatabase> {
  private call: Call | undefined

  constructor(private readonly callAt: (now: AddressSpaces) => Call) {}

  check(): boolean {
    return true
  }

  run(specification: AddressSpaces, database: MappingDatabase): void {
    this.call = this.callAt(specification)
    assert.deepEqual(carryOut(database, this.call), carryOut(specification, this.call))
    assert.deepEqual(shownBy(database), specification.shown())
    assert.deepEqual(faultsOf(database), [])
  }

  toString(): string {
    const [operation, ...given] = this.call ?? ['not reached']
    return `${operation}(${given.map((value) => JSON.stringify(value)).join(', ')})`
  }
}

function carryOut(on: AddressSpaces | MappingDatabase, [operation, ...given]: Call): unknown {
  return (on[operation] as (...given: unknown[]) => unknown)(...given)
}

/** Any area; mostly one in which something is mapped, or a part of it. */
function areas({ memory, spaces, sizes }: Configuration): fc.Arbitrary<(now: AddressSpaces) => Area> {
  const anywhere = fc.record({
    space: fc.nat(spaces - 1),
    address: fc.nat(memory - 1),
    size: fc.constantFrom(...sizes),
  })
  const mapped = fc.option(fc.nat(99), { freq: 8 })
  return fc.tuple(anywhere, mapped).map(([{ space, address, size }, index]) => (now) => {
    const all = now.shown()
    const within = index === null ? { space, address: 0, size: memory } : all[index % all.length]!.area
    const extent = Math.min(size, within.size)
    const offset = address % within.size
    return { space: within.space, address: within.address + offset - (offset % extent), size: extent }
  })
}

/** Where to: anywhere, but hardly ever in σ0, which has everything already. */
function places({ memory, spaces }: Configuration): fc.Arbitrary<(source: Area) => Place> {
  return fc.record({ space: fc.nat(20), address: fc.nat(memory - 1) }).map(({ space, address }) => ({ size }) => ({
    space: space === 20 ? 0 : 1 + (space % (spaces - 1)),
    address: address - (address % size),
  }))
}

export function commandsIn(
  configuration: Configuration,
): fc.Arbitrary<Iterable<fc.Command<AddressSpaces, MappingDatabase>>> {
  const [area, place] = [areas(configuration), places(configuration)]
  const rights = fc.integer({ min: 1, max: ALL_RIGHTS })
  const handOn = (how: (source: Area, to: Place, rights: number) => Call) =>
    fc.tuple(area, place, rights).map(([source, to, rights]) => {
      return new Command((now) => how(source(now), to(source(now)), rights))
    })
  const map = handOn((source, to, rights) => ['map', source, to, rights])
  const grant = handOn((source, to) => ['grant', source, to])
  const unmap = fc.tuple(area, fc.boolean()).map(([area, itself]) => new Command((now) => ['unmap', area(now), itself]))
  const restrict = fc
    .tuple(area, rights, fc.boolean())
    .map(([area, keep, itself]) => new Command((now) => ['restrict', area(now), keep, itself]))
  // Mappings have to pile up before it is interesting what becomes of them.
  return fc.commands([map, map, map, map, map, map, grant, unmap, restrict], { maxCommands: 60, size: 'max' })
}

/** Random sequences of operations at several sizes of pages: the database against what the operations mean. */
export function agreement(
  configuration: Configuration,
  make: (configuration: Configuration) => MappingDatabase = (c) => new MappingDatabase(c),
): fc.IProperty<[Iterable<fc.Command<AddressSpaces, MappingDatabase>>]> {
  return fc.property(commandsIn(configuration), (commands) => {
    fc.modelRun(() => ({ model: new AddressSpaces(configuration.memory), real: make(configuration) }), commands)
  })
}
