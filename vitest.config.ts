import { defineConfig } from 'vitest/config'
import { heavy } from './test/heavy.js'

export default defineConfig({
  // The examples of docs/ import the package by its name, and mean its sources.
  resolve: { tsconfigPaths: true },
  test: {
    include: ['{src,spec,models,properties,test,docs}/**/*.test.ts'],
    testTimeout: heavy ? 3_600_000 : 60_000,
    // A model checker's tests are all computation: more threads than processors only slow each other down.
    maxWorkers: 2,
  },
})
