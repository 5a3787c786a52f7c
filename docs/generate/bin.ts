import { fileURLToPath } from 'node:url'
import { shipped } from '../../bin/shipped.js'
import { letEngineInline } from '../../src/search/engine-flags.js'
import { docs } from './docs.js'
import { resultsOf } from './results.js'

letEngineInline()
process.exitCode = await docs(process.argv.slice(2), {
  results: resultsOf(shipped, fileURLToPath(new URL('../../', import.meta.url))),
  cwd: process.cwd(),
  say: { out: (text) => process.stdout.write(text), error: (text) => process.stderr.write(text) },
})
