import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
let folder: string

/** Packs what has been built and installs the tarball in an empty folder, as a user would. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shootdown-package-'))
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: root,
  })
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }]
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'my-kernel', type: 'module', private: true }))
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', join(folder, filename)], { cwd: folder })
}, 300_000)

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const lock = `
import { array, blocked, bool, int, struct, system } from 'shootdown'

export const myLock = system('my-lock', {
  parameters: { cpus: int(1, 4, { default: 2 }) },
  state: ({ cpus }) => struct({ held: bool, cpu: array(cpus, struct({ saw: bool })) }),
  behaviour: ({ program, precaution }) => {
    const atomic = precaution('test and set in one step')
    return [
      program('cpu', {
        test: (s, me) => {
          if (s.held) return blocked
          me.saw = s.held
          if (atomic) s.held = true
        },
        set: (s) => { s.held = true },
        critical: () => {},
        release: (s) => { s.held = false; return 'test' },
      }),
    ]
  },
  properties: ({ always }) => ({
    'mutual exclusion': always((s) => s.cpu.count((c) => c.at === 'critical') <= 1),
  }),
})
`

describe('the package, installed in an empty folder', () => {
  it("checks a user's own model", { timeout: 60_000 }, async () => {
    writeFileSync(join(folder, 'my-lock.ts'), lock)
    const args = ['shootdown', 'check', './my-lock.ts', '--cpus', '3', '--reporter', 'json']
    const { stdout } = await run('npx', args, { cwd: folder })
    const [check] = JSON.parse(stdout).checks
    expect(check).toMatchObject({ model: 'my-lock', parameters: { cpus: 3 }, verdict: 'holds' })
    const broken = run('npx', [...args, '--without', 'test and set in one step'], { cwd: folder })
    await expect(broken).rejects.toMatchObject({ code: 1 })
  })

  it('has types that a strict compiler accepts, and rejects mistakes with', { timeout: 60_000 }, async () => {
    writeFileSync(join(folder, 'wrong.ts'), lock.replace("return 'test'", "return 'tset'"))
    // With `declaration` the types of what a user exports must have names that he can reach.
    const options = { strict: true, noEmit: true, declaration: true, module: 'nodenext', target: 'es2022', types: [] }
    const tsc = async (file: string) => {
      const project = join(folder, `tsconfig.${file}.json`)
      writeFileSync(
        project,
        JSON.stringify({
          compilerOptions: { ...options, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true },
          files: [file],
        }),
      )
      await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project], { cwd: folder })
    }
    await tsc('my-lock.ts')
    await expect(tsc('wrong.ts')).rejects.toMatchObject({ stdout: expect.stringContaining('"tset"') })
  })

  it("checks the README's model, and finds what its precaution is for", { timeout: 60_000 }, async () => {
    const [, model] = readFileSync(join(root, 'README.md'), 'utf8').match(/```ts\n(import [\s\S]*?)```/)!
    writeFileSync(join(folder, 'ticket-lock.ts'), model!)
    const json = async (...args: string[]) =>
      JSON.parse((await run('npx', ['shootdown', ...args, '--reporter', 'json'], { cwd: folder })).stdout)
    expect((await json('check', './ticket-lock.ts', '--cpus', '3')).checks[0].verdict).toBe('holds')
    await run('npx', ['shootdown', 'precautions', './ticket-lock.ts'], { cwd: folder })
  })

  it('has the parts of hardware for models', { timeout: 60_000 }, async () => {
    writeFileSync(join(folder, 'doorbell.ts'), readFileSync(join(root, 'docs/examples/doorbell.ts')))
    const args = ['shootdown', 'check', './doorbell.ts', '--memory-model', 'tso', '--reporter', 'json']
    expect(JSON.parse((await run('npx', args, { cwd: folder })).stdout).checks[0].verdict).toBe('holds')
  })

  it('runs as a library, from JavaScript', { timeout: 60_000 }, async () => {
    const script = `
      import { check } from 'shootdown'
      import { catalogue } from 'shootdown/models'
      const peterson = catalogue.find((s) => s.system.name === 'peterson')
      console.log(check(peterson()).states.distinct)`
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: folder })
    expect(stdout.trim()).toBe('42')
  })
})
