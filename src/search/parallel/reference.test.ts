import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type ModelReference, modelFrom } from './reference.js'

const systems = new URL('../../../test/parallel-systems.ts', import.meta.url)
const crowd = { module: systems.href, importer: null, system: 'crowd', parameters: { processes: 2 }, without: [] }
const nowhere = 'file:///there/is/no/such/module.js'

describe('how another thread finds a model', () => {
  it.each([
    ['in the module that exports it', crowd],
    ['in the file that defines it', { ...crowd, module: nowhere, definedIn: fileURLToPath(systems) }],
    [
      'in the module, if the file that defines it does not export it',
      { ...crowd, definedIn: fileURLToPath(import.meta.resolve('../../../test/runs.ts')) },
    ],
  ] as [string, ModelReference][])('is %s', async (_, reference) => {
    const { name, parameters } = await modelFrom(reference)
    expect([name, parameters]).toEqual(['crowd', { processes: 2 }])
  })

  it('fails with what is missing', async () => {
    await expect(modelFrom({ ...crowd, system: 'crowds' })).rejects.toThrow('exports no system "crowds"')
    await expect(modelFrom({ ...crowd, properties: ['half way', 'all the way'] })).rejects.toThrow(
      'the system "crowd" has no property "all the way"',
    )
    await expect(modelFrom({ ...crowd, parameters: { processes: 10 } })).rejects.toThrow(/processes/)
  })
})
