import { check } from 'shootdown'
import { ticketLock } from './ticket-lock.js'

const { verdict, states, properties } = check(ticketLock({ cpus: 3 }).without('take and increment in one step'))

console.log(`${verdict}; ${states.distinct} states were seen`)
for (const { name, kind, verdict } of properties) console.log(`${name} (${kind}): ${verdict}`)
