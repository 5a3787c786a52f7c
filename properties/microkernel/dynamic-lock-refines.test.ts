import { describe, expect, it } from 'vitest'
import { isInside } from '../../models/microkernel/dynamic-lock/guarded-data.js'
import { dynamicLock } from '../../models/microkernel/index.js'
import { mutex } from '../../spec/index.js'
import { check, withProperties } from '../../src/index.js'
import { heavy } from '../../test/heavy.js'

const claim = 'is a mutex'
const QUEUE = 2

type Setting = NonNullable<Parameters<typeof dynamicLock>[0]> & { readonly cpus: number }

/** A processor that comes to the lock may turn away again: it counts as asking only in the step that lets it in. */
function asMutex(parameters: Setting) {
  return withProperties(dynamicLock(parameters), ({ refines }) => ({
    [claim]: refines(
      mutex({ processes: parameters.cpus }),
      (s) => ({ process: s.cpu.map((c) => (isInside(c) ? 'holding' : 'idle')) }),
      { steps: 2 },
    ),
  }))
}

function judged(model: ReturnType<typeof asMutex>) {
  const { properties, ledger } = check(model)
  const { verdict, vacuous } = properties.find((p) => p.name === claim)!
  return { verdict, vacuous, coverage: ledger.coverage }
}

describe('the dynamic lock is a mutex', () => {
  const quick: readonly Setting[] = [
    { cpus: 2 },
    { cpus: 3 },
    { cpus: 2, order: QUEUE },
    { cpus: 2, memoryModel: 'tso', entries: 1 },
  ]
  const long: readonly Setting[] = [
    { cpus: 2, memoryModel: 'tso', entries: 1, order: QUEUE },
    { cpus: 2, memoryModel: 'pso', entries: 1 },
    { cpus: 2, memoryModel: 'pso', entries: 1, order: QUEUE },
    { cpus: 3, memoryModel: 'tso', entries: 1 },
  ]
  it.each(heavy ? [...quick, ...long] : quick)('%o', (parameters) => {
    expect(judged(asMutex(parameters))).toEqual({ verdict: 'holds', vacuous: false, coverage: 'exhaustive' })
  })

  it.each(quick)('and not one without what keeps others from a disabled lock: %o', (parameters) => {
    const model = asMutex(parameters).without('only the home processor may use the disabled path')
    expect(judged(model)).toMatchObject({ verdict: 'violated' })
  })
})
