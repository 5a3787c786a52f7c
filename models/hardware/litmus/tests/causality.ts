import type { LibraryTest } from '../../../../src/litmus/models.js'
import { fromPso, fromTso, never, published } from './published.js'

/** Three and four processors: what one has seen and passes on. */
export const causality: readonly LibraryTest[] = [
  published('COATCheck; MemSynth; Dat3M', fromTso)`
litmus n1
"a store that waits becomes visible after a later one of another processor"

P0     | P1    | P2
x = 2  | y = 1 | r0 = x
r0 = y | x = 1 | r1 = x

exists (0:r0 = 0 & 2:r0 = 1 & 2:r1 = 2)
`,
  published('COATCheck; MemSynth; Dat3M', never)`
litmus n3
"what two processors see early of their own, two others see in either order"

P0            | P1    | P2     | P3
r0 = xchg x 1 | y = 1 | r0 = y | r0 = x
              |       | r1 = x | r1 = y
              |       | r2 = x | r2 = y

exists (2:r0 = 1 & 2:r1 = 0 & 2:r2 = 1 & 3:r0 = 1 & 3:r1 = 0 & 3:r2 = 1)
`,
  published('herd catalogue: RWC+po+rfi-po; lost-pop-lean: N7; COATCheck', fromTso)`
litmus n7
"two readers see two stores in opposite order, because one forwards its own"

P0     | P1    | P2
x = 1  | y = 1 | r0 = y
r0 = x |       | r1 = x
r1 = y |       |

exists (0:r0 = 1 & 0:r1 = 0 & 2:r0 = 1 & 2:r1 = 0)
`,
  published('lost-pop-lean: N7_fence', never)`
litmus n7+mfence
"with a fence after the store that was forwarded, readers agree"

P0     | P1    | P2
x = 1  | y = 1 | r0 = y
mfence |       | r1 = x
r0 = x |       |
r1 = y |       |

exists (0:r0 = 1 & 0:r1 = 0 & 2:r0 = 1 & 2:r1 = 0)
`,
  published('Intel SDM 3A, 8.2.3: example 8-6; herd catalogue; litmus-tests-x86', never)`
litmus WRC
"who has seen a store and then stores makes both visible in that order"

P0    | P1     | P2
x = 1 | r0 = x | r0 = y
      | y = 1  | r1 = x

exists (1:r0 = 1 & 2:r0 = 1 & 2:r1 = 0)
`,
  published('herd catalogue; litmus-tests-x86; COATCheck: rwc-unfenced', fromTso)`
litmus RWC
"a read passed on to a processor that reads after its own store"

P0    | P1     | P2
x = 1 | r0 = x | y = 1
      | r1 = y | r0 = x

exists (1:r0 = 1 & 1:r1 = 0 & 2:r0 = 0)
`,
  published('herd catalogue; litmus-tests-x86', fromPso)`
litmus WRR+2W
"two reads between a store and two stores of others"

P0    | P1     | P2
x = 2 | r0 = x | y = 1
      | r1 = y | x = 1

exists (x = 2 & 1:r0 = 2 & 1:r1 = 0)
`,
  published('herd catalogue; litmus-tests-x86; Dat3M: m14', fromTso)`
litmus WRW+WR
"a read and a store between a store and a store with a load"

P0    | P1     | P2
x = 1 | r0 = x | y = 2
      | y = 1  | r0 = x

exists (y = 2 & 1:r0 = 1 & 2:r0 = 0)
`,
  published('herd catalogue; litmus-tests-x86; Dat3M: m14f', never)`
litmus WRW+WR+po+mfence
"the same with a fence where a store comes before a load"

P0    | P1     | P2
x = 1 | r0 = x | y = 2
      | y = 1  | mfence
      |        | r0 = x

exists (y = 2 & 1:r0 = 1 & 2:r0 = 0)
`,
  published('litmus-tests-x86', fromTso)`
litmus Z6.0
"three processors in a ring: two stores, a load and a store, a store and a load"

P0    | P1     | P2
x = 1 | r0 = y | z = 2
y = 1 | z = 1  | r0 = x

exists (z = 2 & 1:r0 = 1 & 2:r0 = 0)
`,
  published('litmus-tests-x86', fromPso)`
litmus Z6.0+po+po+mfence
"the same with a fence where a store comes before a load"

P0    | P1     | P2
x = 1 | r0 = y | z = 2
y = 1 | z = 1  | mfence
      |        | r0 = x

exists (z = 2 & 1:r0 = 1 & 2:r0 = 0)
`,
  published('litmus-tests-x86', fromPso)`
litmus Z6.1
"three processors in a ring: twice two stores, then a load and a store"

P0    | P1    | P2
x = 2 | y = 2 | r0 = z
y = 1 | z = 1 | x = 1

exists (x = 2 & y = 2 & 2:r0 = 1)
`,
  published('litmus-tests-x86', fromPso)`
litmus Z6.2
"three processors in a ring: two stores, then twice a load and a store"

P0    | P1     | P2
x = 2 | r0 = y | r0 = z
y = 1 | z = 1  | x = 1

exists (x = 2 & 1:r0 = 1 & 2:r0 = 1)
`,
  published('Shootdown', fromTso)`
litmus Z6.5
"three processors in a ring: twice two stores, then a store and a load"

P0    | P1    | P2
x = 2 | y = 2 | z = 2
y = 1 | z = 1 | r0 = x

exists (y = 2 & z = 2 & 2:r0 = 0)
`,
  published('Owens, Sarkar and Sewell 2009: n6', fromTso)`
litmus n6
"one sees its own store before, and another's store after, it reaches memory"

P0     | P1
x = 1  | y = 1
r0 = x | x = 2
r1 = y |

exists (0:r0 = 1 & 0:r1 = 0 & x = 1)
`,
  published('Intel SDM 3A, 8.2.3: example 8-7', never)`
litmus IRIW
"two readers agree on the order of two stores by others"

P0    | P1    | P2     | P3
x = 1 | y = 1 | r0 = x | r0 = y
      |       | r1 = y | r1 = x

exists (2:r0 = 1 & 2:r1 = 0 & 3:r0 = 1 & 3:r1 = 0)
`,
]
