import fc from 'fast-check'
import { check } from 'shootdown'
import { assertAlong, parametersOf } from 'shootdown/fast-check'
import { expect, test } from 'vitest'
import { ticketLock } from './ticket-lock.js'

test('it excludes, in every run of three', () => {
  expect(check(ticketLock({ cpus: 3 })).verdict).toBe('holds')
})

test('taking a ticket has to be one step', () => {
  const { properties } = check(ticketLock().without('take and increment in one step'))
  expect(properties.filter((p) => p.verdict === 'violated').map((p) => p.name)).toEqual(['mutual exclusion'])
})

test('it excludes along runs drawn at random, of any number of processors', () => {
  fc.assert(
    fc.property(parametersOf(ticketLock), (parameters) => assertAlong(ticketLock(parameters), {}, { numRuns: 20 })),
  )
})
