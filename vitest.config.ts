import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{src,spec,models,properties,test}/**/*.test.ts'],
    testTimeout: 60_000,
    // A model checker's tests are all computation: more threads than processors only slow each other down.
    maxWorkers: 2,
  },
})
