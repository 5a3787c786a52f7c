import type { LibraryTest } from '../../../../src/litmus/models.js'
import { never, published } from './published.js'

/** One location: all agree on the order of its values, and nobody sees them in reverse. */
export const coherence: readonly LibraryTest[] = [
  published('litmus-tests-x86', never)`
litmus CoRR
"two loads of one location do not see its values in reverse"

P0    | P1
x = 1 | r0 = x
      | r1 = x

exists (1:r0 = 1 & 1:r1 = 0)
`,
  published('COATCheck: co-iriw; MemSynth: iwp2.6; Dat3M: iwp2.6', never)`
litmus CoRR2
"all processors agree on the order of stores to one location"

P0    | P1    | P2     | P3
x = 1 | x = 2 | r0 = x | r0 = x
      |       | r1 = x | r1 = x

exists (2:r0 = 1 & 2:r1 = 2 & 3:r0 = 2 & 3:r1 = 1)
`,
  published('litmus-tests-x86', never)`
litmus CoWW
"two stores to one location of one processor stay in order"

P0
x = 1
x = 2

exists (x = 1)
`,
  published('litmus-tests-x86', never)`
litmus CoWR
"a load does not see an older value than its own processor stored"

P0     | P1
x = 1  | x = 2
r0 = x |

exists (0:r0 = 2 & x = 1)
`,
  published('Intel SDM 3A, 8.2.3: example 8-4; MemSynth: 8-4; foreverbell/x86-litmus: ex4', never)`
litmus CoWR0
"a load sees the earlier store of its own processor"

P0
x = 1
r0 = x

exists (0:r0 = 0)
`,
  published('litmus-tests-x86', never)`
litmus CoRW2
"a store comes after what was read before it"

P0    | P1
x = 1 | r0 = x
      | x = 2

exists (1:r0 = 1 & x = 1)
`,
  published('COATCheck: co-mp', never)`
litmus CoMP
"message passing on a single location"

P0    | P1
x = 1 | r0 = x
x = 2 | r1 = x

exists (1:r0 = 2 & 1:r1 = 1)
`,
  published('litmus-tests-x86', never)`
litmus CO-SBI
"both store to one location and read it twice: they agree on the order"

P0     | P1
x = 1  | x = 2
r0 = x | r0 = x
r1 = x | r1 = x

exists (0:r0 = 1 & 0:r1 = 2 & 1:r0 = 2 & 1:r1 = 1)
`,
  published('COATCheck', never)`
litmus ssl
"of several stores that wait the newest is forwarded"

P0
x = 1
x = 2
r0 = x

exists (0:r0 = 1)
`,
  published('COATCheck: iwp23b; MemSynth', never)`
litmus iwp2.3.b
"a load does not overtake an older store to the same location"

P0     | P1
x = 1  | y = 1
r0 = x | r0 = y

exists (0:r0 = 0 | 1:r0 = 0)
`,
  published('Dat3M; foreverbell/x86-litmus', never)`
litmus n4b
"each reads what the other is about to store"

P0     | P1
r0 = x | r0 = x
x = 1  | x = 2

exists (0:r0 = 2 & 1:r0 = 1)
`,
  published('COATCheck; MemSynth; Dat3M: intel.n5', never)`
litmus n5
"each sees the other's store to one location last"

P0     | P1
x = 1  | x = 2
r0 = x | r0 = x

exists (0:r0 = 2 & 1:r0 = 1)
`,
]
