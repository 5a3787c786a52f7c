#!/usr/bin/env node
import { main } from '../src/cli/main.js'
import { letEngineInline } from '../src/search/engine-flags.js'
import { shipped } from './shipped.js'

letEngineInline()
process.exitCode = await main(process.argv.slice(2), shipped)
