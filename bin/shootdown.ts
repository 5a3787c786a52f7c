#!/usr/bin/env node
import { catalogue } from '../models/index.js'
import { main } from '../src/cli/main.js'
import { letEngineInline } from '../src/search/engine-flags.js'

letEngineInline()
process.exitCode = await main(process.argv.slice(2), {
  catalogue,
  catalogueModule: import.meta.resolve('../models/index.js'),
  litmus: () => import('../models/hardware/litmus/index.js'),
})
