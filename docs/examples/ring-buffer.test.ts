import fc from 'fast-check'
import { int, option, queue, struct, system } from 'shootdown'
import { commandsOf, specificationOf } from 'shootdown/fast-check'
import { test } from 'vitest'

const value = int(0, 9)

/** What a buffer of three has to do. */
const buffer = system('buffer', {
  state: () => struct({ items: queue(value, 3), taken: option(value) }),
  behaviour: ({ action }) => [
    action('put', { value }, { when: (s) => !s.items.isFull, do: (s, p) => s.items.push(p.value) }),
    action('take', {
      when: (s) => !s.items.isEmpty,
      do: (s) => {
        s.taken = s.items.shift()
      },
    }),
  ],
})

/** The code under test. */
class RingBuffer {
  private readonly slots = [0, 0, 0]
  private next = 0
  private count = 0

  put(value: number): void {
    this.slots[(this.next + this.count++) % 3] = value
  }

  take(): number {
    const value = this.slots[this.next]!
    this.next = (this.next + 1) % 3
    this.count--
    return value
  }
}

test('the ring buffer is a buffer', () => {
  const commands = commandsOf<RingBuffer>(buffer(), {
    put: (real, { value }) => real.put(value as number),
    take: (real) => ({ taken: real.take() }),
  })
  fc.assert(
    fc.property(commands, (run) =>
      fc.modelRun(() => ({ model: specificationOf(buffer()), real: new RingBuffer() }), run),
    ),
  )
})
