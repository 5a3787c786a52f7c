import { array, id, oneOf, option, pickOf } from '../../../src/index.js'
import { ModelFailure } from '../../../src/schema/failure.js'
import type { Fields } from '../../../src/schema/type.js'
import type { Locations, State } from './variables.js'

/**
 * How a processor loses the reservation that it made with a load: to the store of another one to that location alone, or also
 * for no reason that the program knows of, as on every machine (an interrupt, a store nearby).
 */
export type Reservations = 'lost to stores' | 'lost at any time'

/** Where there are none, who asks for one is told. */
export function refuseReservations(): never {
  throw new ModelFailure({
    tag: 'misuse',
    message: "the memory keeps no reservations: say `reservations: 'lost to stores'` or 'lost at any time'",
  })
}

/** Whether a store that finds its reservation makes use of it. */
export function isKept(s: State, reservations: Reservations): boolean {
  return reservations === 'lost to stores' || pickOf(s)([true, false])
}

/** The memory that is one for all processors: what one stores there takes away the reservations that others have of it. */
export class SharedMemory {
  readonly state: Fields
  private readonly names: readonly string[]

  constructor(
    private readonly locations: Locations,
    private readonly cpus: number,
    private readonly reservations: Reservations | null,
  ) {
    this.names = locations.all.map(({ name }) => name)
    this.state = reservations === null ? {} : { reserved: array(id('cpu', cpus), option(oneOf(...this.names))) }
  }

  get(s: State, at: number): State {
    return this.locations.get(s, at)
  }

  set(s: State, cpu: number, at: number, value: unknown): void {
    this.locations.set(s, at, value)
    if (this.reservations === null) return
    for (let other = 0; other < this.cpus; other++)
      if (other !== cpu && s.reserved.get(other) === this.names[at]) s.reserved.set(other, null)
  }

  /** A processor has one reservation at most. */
  reserve(s: State, cpu: number, at: number): void {
    if (this.reservations === null) refuseReservations()
    s.reserved.set(cpu, this.names[at])
  }

  /** Gives the reservation up; whether it was of this location and still there. */
  giveUp(s: State, cpu: number, at: number): boolean {
    if (this.reservations === null) refuseReservations()
    const isReserved = s.reserved.get(cpu) === this.names[at]
    s.reserved.set(cpu, null)
    return isReserved && isKept(s, this.reservations)
  }
}
