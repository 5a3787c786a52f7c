import { existsSync } from 'node:fs'
import { filterLock } from '../models/classics/filter-lock.js'
import { check } from '../src/index.js'

// Run as a process of its own, to be killed: checks a model with a checkpoint ten times a second, going on from the last one
// if there is one, and prints what it found.
const [file = 'none'] = process.argv.slice(2)
const options =
  file === 'none' ? {} : { checkpoint: { file, everySeconds: 0.1 }, ...(existsSync(file) ? { recover: file } : {}) }
const { verdict, states, properties } = check(filterLock({ processes: 5 }), { ...options, keepGoing: true })
console.log(JSON.stringify({ verdict, states, properties }))
