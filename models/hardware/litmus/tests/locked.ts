import type { LibraryTest } from '../../../../src/litmus/models.js'
import { always, never, published } from './published.js'

/** Operations that read and write in one step. */
export const locked: readonly LibraryTest[] = [
  published('Shootdown', never)`
litmus XCHG-2
"of two that exchange, one finds what was there and one what the other left"

P0            | P1
r0 = xchg x 1 | r0 = xchg x 2

exists (0:r0 = 0 & 1:r0 = 0)
`,
  published('COATCheck: testandset', never)`
litmus TAS-2
"two take a test-and-set lock"

P0            | P1
r0 = xchg l 1 | r0 = xchg l 1

exists (0:r0 = 0 & 1:r0 = 0)
`,
  published('Shootdown', never)`
litmus CAS-2
"two take a lock by compare-and-exchange"

P0                    | P1
r0 = cmpxchg l 0 -> 1 | r0 = cmpxchg l 0 -> 1

exists (0:r0 = 0 & 1:r0 = 0)
`,
  published('Shootdown', never)`
litmus CAS-fail-nowrite
"a compare-and-exchange that fails writes nothing"

P0                    | P1
r0 = cmpxchg x 7 -> 9 | x = 1

exists (x = 9)
`,
  published('Shootdown', never)`
litmus XADD-2
"of two locked increments none gets lost"

P0            | P1
r0 = xadd x 1 | r0 = xadd x 1

exists (x = 1)
`,
  published('Shootdown', never)`
litmus XADD-3
"of three locked increments none gets lost"

P0       | P1       | P2
xadd x 1 | xadd x 1 | xadd x 1

exists (x != 3)
`,
  published('Shootdown', always)`
litmus INC-unlocked
"increments by a load and a store may get lost"

P0         | P1
r0 = x     | r0 = x
x = r0 + 1 | x = r0 + 1

exists (x = 1)
`,
]
