import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { heavy } from '../../test/heavy.js'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The slow ones take minutes: SHOOTDOWN_HEAVY=1 asks for all. */
const which = heavy ? [] : ['--quick']

test('the generated blocks of all pages say what comes out', { timeout: 3_600_000 }, async () => {
  const argv = ['--import', 'tsx', 'docs/generate/bin.ts', '--check', ...which]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, argv, { cwd: root }).catch(
    (failed: { stdout: string; stderr: string }) => failed,
  )
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^\d+ blocks? up to date/)
})
