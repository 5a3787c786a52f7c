import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { peterson } from '../models/classics/peterson.js'
import { array, blocked, bool, check, checkMutants, int, type Model, mutantsOf, struct, system } from '../src/index.js'
import { mutating } from '../src/search/mutants.js'
import { asModel } from './as-model.js'
import { randomSystem } from './random-system.js'

type Lines = readonly ('read' | 'add' | 'write' | 'again')[]

/** Two processes count together. `lines`, `add` and `tick` are what the mutants change, written by hand. */
const counting = (
  lines: Lines,
  { write = 'write alone' as 'write alone' | 'also go on' | 'add too', guarded = true, jump = lines[0]! } = {},
): Model =>
  system('counting', {
    state: () => struct({ n: int(0, 3), ticks: int(0, 3), cpu: array(2, struct({ seen: int(0, 3), tired: bool })) }),
    behaviour: ({ program, action }) => {
      const steps = {
        read: (s: Whole, me: Cpu) => {
          me.seen = s.n
          return undefined
        },
        add: (s: Whole, me: Cpu) => {
          if (me.seen === 3) return blocked
          me.seen++
          if (write === 'add too') {
            s.n = me.seen
            return next('write')
          }
          return undefined
        },
        write: (s: Whole, me: Cpu) => {
          s.n = me.seen
          return undefined
        },
        again: (_: Whole, me: Cpu) => {
          if (me.tired) return 'done'
          me.tired = true
          return jump
        },
      }
      const next = (line: Lines[number]) => lines[lines.indexOf(line) + 1] ?? 'done'
      type Steps = {
        [L in Lines[number]]: (s: Whole, me: Cpu) => Lines[number] | 'done' | typeof blocked | undefined
      }
      const ordered = Object.fromEntries(lines.map((l) => [l, steps[l]])) as Steps
      return [
        program('cpu', ordered),
        action('tick', {
          ...(guarded && { when: (s: Whole) => s.ticks < 2 }),
          do: (s: Whole) => (s.ticks === 3 ? blocked : void s.ticks++),
        }),
      ]
    },
    properties: ({ always }) => ({ few: always((s) => s.ticks <= 2) }),
    mayStop: () => true,
  })()

interface Whole {
  n: number
  ticks: number
}
interface Cpu {
  seen: number
  tired: boolean
}

const original = counting(['read', 'add', 'write', 'again'])

function mutant(name: string): Model {
  const found = mutantsOf(original).find((m) => m.name === name)
  if (found === undefined) throw new Error(`no mutant ${name}`)
  return found.model
}

const counts = (model: Model) => check(model, { keepGoing: true }).states

describe('a mutant has the states of the model that somebody writes with the mistake in it', () => {
  test('a label skipped: its state is passed through without a change', () => {
    const skipped = check(mutant("cpu: skip 'add'"), { keepGoing: true })
    expect(skipped.states).not.toEqual(counts(original))
    // The counter never moves, so a model that adds nothing has as many states.
    expect(skipped.states).toEqual(
      counts(
        system('idle', {
          state: () => struct({ ticks: int(0, 3), cpu: array(2, struct({ tired: bool })) }),
          behaviour: ({ program, action }) => [
            program('cpu', {
              read: () => {},
              add: () => {},
              write: () => {},
              again: (_, me) => {
                if (me.tired) return 'done'
                me.tired = true
                return 'read'
              },
            }),
            action('tick', {
              when: (s) => s.ticks < 2,
              do: (s) => {
                s.ticks++
              },
            }),
          ],
          mayStop: () => true,
        })(),
      ),
    )
  })

  test('the last label skipped: the process ends', () => {
    const { neverTaken } = check(mutant("cpu: skip 'again'"), { keepGoing: true }).ledger
    expect(neverTaken).toEqual([])
    expect(counts(mutant("cpu: skip 'again'")).distinct).toBeLessThan(counts(original).distinct)
  })

  test('two neighbours exchanged, the first ones too: the loop goes to the place', () => {
    expect(counts(mutant("cpu: exchange 'add' and 'write'"))).toEqual(
      counts(counting(['read', 'write', 'add', 'again'])),
    )
    expect(counts(mutant("cpu: exchange 'read' and 'add'"))).toEqual(
      counts(counting(['add', 'read', 'write', 'again'])),
    )
  })

  test('two neighbours in one step', () => {
    const byHand = counting(['read', 'add', 'write', 'again'], { write: 'add too' })
    expect(counts(mutant("cpu: 'add' and 'write' in one step"))).toEqual(counts(byHand))
  })

  test('two in one step are blocked if the second is', () => {
    const waits = system('waits', {
      state: () => struct({ open: bool, cpu: struct({ went: bool }) }),
      behaviour: ({ program }) => [
        program('cpu', {
          go: (_, me) => {
            me.went = true
          },
          wait: (s) => (s.open ? undefined : blocked),
        }),
      ],
    })()
    const [joined] = mutantsOf(waits, ['join'])
    expect(check(joined!.model).states).toMatchObject({ generated: 1, distinct: 1 })
    expect(check(waits).states).toMatchObject({ generated: 2, distinct: 2 })
  })

  test('the second of two in one step sees itself at its own label', () => {
    const looks = system('looks', {
      state: () => struct({ cpu: array(2, struct({ seen: bool })) }),
      behaviour: ({ program }) => [
        program('cpu', {
          go: () => {},
          look: (s, me) => {
            me.seen = s.cpu.get(me.id).at === 'look'
          },
        }),
      ],
      properties: ({ always }) => ({ seen: always((s) => s.cpu.every((c) => c.at !== 'done' || c.seen)) }),
    })()
    expect(mutantsOf(looks, ['join']).map(({ model }) => check(model).verdict)).toEqual(['holds'])
  })

  describe('a label that does not wait: what was written before it was blocked is taken back', () => {
    /** `take` waits while the other has the lock; written by hand, it goes on without having done anything. */
    const lock = (ways: 'return' | 'pick', waits = true): Model =>
      system('waits', {
        state: () => struct({ taken: bool, cpu: array(2, struct({ tries: int(0, 2), got: int(0, 2) })) }),
        behaviour: ({ program }) => [
          program('cpu', {
            take: (s, me, pick) => {
              if (me.got === 2) return 'done'
              if (!waits && s.taken) return 'rest'
              me.tries++
              if (ways === 'return' && s.taken) return blocked
              me.got += pick(s.taken ? [] : [1, 2 - me.got])
              s.taken = true
              return 'work'
            },
            rest: () => 'take',
            work: (s) => {
              s.taken = false
              return 'take'
            },
          }),
        ],
        properties: ({ always }) => ({
          alone: always((s) => s.cpu.count((c) => c.at === 'work') <= 1),
          'each try gets something': always((s) => s.cpu.every((c) => c.got >= c.tries)),
        }),
        mayStop: () => true,
      })()

    test.each(['return', 'pick'] as const)('by %s', (ways) => {
      const { mutants } = checkMutants(lock(ways), { kinds: ['unwait'], keepGoing: true })
      // Nobody ever waits anywhere else.
      expect(mutants.map(({ name }) => name)).toEqual(["cpu: do not wait at 'take'"])
      const byHand = check(lock(ways, false), { keepGoing: true })
      expect(mutants[0]).toMatchObject({ states: byHand.states, fate: { tag: 'survived', sameCounts: false } })
      expect(byHand.states.distinct).toBeGreaterThan(counts(lock(ways)).distinct)
    })

    test('anywhere, if it is not known where one waits', () => {
      const names = mutantsOf(lock('return'), ['unwait']).map(({ name }) => name)
      expect(names).toEqual(['take', 'rest', 'work'].map((l) => `cpu: do not wait at '${l}'`))
    })
  })

  test('a guard dropped', () => {
    expect(counts(mutant('tick: drop the guard'))).toEqual(
      counts(counting(['read', 'add', 'write', 'again'], { guarded: false })),
    )
  })

  test('in a model without a precaution it is made again', () => {
    const without = (m: Model) => check(m.without('give the other the turn')).properties.map((p) => p.verdict)
    const [idle] = mutantsOf(peterson())
    expect(without(idle!.model)).toEqual(without(peterson()))
  })
})

test('every mutant of a random system is a model that can be searched', () => {
  fc.assert(
    fc.property(randomSystem, (random) => {
      const model = asModel(random)
      const before = check(model, { bounds: { states: 300 } })
      for (const { kind, model: mutated } of mutantsOf(model)) {
        const { states, ledger, properties } = check(mutated, { bounds: { states: 300 }, keepGoing: true })
        expect(states.distinct).toBeGreaterThanOrEqual(0)
        expect(ledger.initialStates).toBe(before.ledger.initialStates)
        expect(properties.filter((p) => p.kind !== 'model')).toHaveLength(Object.keys(model.properties).length + 1)
        // Two steps in one reach nothing new, but for what a constraint had cut off.
        if (kind === 'join' && random.constraint === null && before.ledger.coverage === 'exhaustive')
          expect(states.distinct).toBeLessThanOrEqual(before.states.distinct)
      }
    }),
    { numRuns: 60 },
  )
}, 30_000)

describe('what becomes of mutants', () => {
  test('of the flag and the turn in Peterson every one is caught', () => {
    const { mutants, left } = checkMutants(peterson(), { kinds: ['skip', 'exchange'] })
    const ofEntry = mutants.filter(({ name }) => /'(raise flag|give turn|lower flag)'/.test(name))
    expect(ofEntry).toHaveLength(7)
    expect(ofEntry.map(({ fate }) => fate.tag)).toEqual(ofEntry.map(() => 'caught'))
    expect(left).toBe(0)
    expect(mutants.find(({ name }) => name === "process: skip 'raise flag'")!.fate).toEqual({
      tag: 'caught',
      by: [{ property: 'mutual exclusion', kind: 'always', steps: 8 }],
    })
  })

  test('what changes nothing survives with the counts of the original', () => {
    const { mutants } = checkMutants(peterson(), { kinds: ['skip'] })
    const same = mutants.filter(({ fate }) => fate.tag === 'survived' && fate.sameCounts)
    expect(same.map(({ name }) => name)).toEqual(["process: skip 'idle'", "process: skip 'critical'"])
  })

  test('a bound leaves a mutant open; a model that is violated has none', () => {
    const { mutants } = checkMutants(peterson(), { kinds: ['skip'], bounds: { states: 5 } })
    expect(new Set(mutants.map(({ fate }) => fate.tag))).toEqual(new Set(['inconclusive']))
    const broken = checkMutants(peterson().without('give the other the turn'))
    expect([broken.original.verdict, broken.mutants]).toEqual(['violated', []])
  })

  test('ended by its signal, it tells how many are left', () => {
    const stopped = new AbortController()
    const investigation = mutating(peterson(), { kinds: ['skip'], signal: stopped.signal })
    let next = investigation.next()
    for (let n = 0; !next.done; n++) {
      if (n === 3) stopped.abort()
      next = investigation.next(check(next.value.model, next.value.options))
    }
    expect([next.value.mutants.length, next.value.left]).toEqual([2, 4])
  })

  test('what is known to break in the original is not asked of its mutants', () => {
    const expected = { 'mutual exclusion': 'violated', 'who raises the flag enters': 'violated' } as const
    const model = { ...peterson().without('give the other the turn'), expected }
    const { original, mutants } = checkMutants(model, { kinds: ['skip'] })
    expect(original.properties.map((p) => [p.name, p.verdict])).toEqual([
      ['somebody enters', 'holds'],
      ['no deadlock', 'holds'],
    ])
    expect(mutants.map(({ fate }) => fate.tag)).toEqual(Array(6).fill('survived'))
  })

  test('a skipped step goes where it always went, for each process', () => {
    const threaded = system('threaded', {
      state: () => struct({ turns: int(0, 3), cpu: array(2, struct({})) }),
      behaviour: ({ program }) => [
        program('cpu', {
          start: (_, me) => (me.id === 0 ? 'last' : 'work'),
          work: (s, me) => {
            if (s.turns === 3) return blocked
            s.turns++
            return me.id === 0 ? 'done' : 'last'
          },
          never: () => 'done',
          last: (_, me) => (me.id === 0 ? 'work' : 'done'),
        }),
      ],
    })()
    const fates = checkMutants(threaded).mutants.map(({ name, fate }) => [name, fate.tag])
    // 'work' and 'never' are neighbours in the text only, and so are 'never' and 'last'.
    expect(fates).toEqual([
      ["cpu: skip 'start'", 'survived'],
      ["cpu: skip 'work'", 'survived'],
      ["cpu: skip 'never'", 'survived'],
      ["cpu: skip 'last'", 'survived'],
      ["cpu: exchange 'start' and 'work'", expect.anything()],
      ["cpu: 'start' and 'work' in one step", 'survived'],
    ])
    const work = checkMutants(threaded, { kinds: ['skip'] }).mutants[1]!
    expect(work.states).toEqual({ ...check(threaded).states, generated: work.states.generated })
  })
})
