#!/usr/bin/env node
import { catalogue } from '../models/index.js'
import { main } from '../src/cli/main.js'

process.exitCode = await main(process.argv.slice(2), catalogue)
