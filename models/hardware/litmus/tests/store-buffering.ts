import type { LibraryTest } from '../../../../src/litmus/models.js'
import { fromPso, fromTso, never, published } from './published.js'

/** A load may overtake the stores before it: store buffering and its kin. */
export const storeBuffering: readonly LibraryTest[] = [
  published('Intel SDM 3A, 8.2.3: example 8-3; herd catalogue; litmus-tests-x86', fromTso)`
litmus SB
"both store, then read the other's location"

P0     | P1
x = 1  | y = 1
r0 = y | r0 = x

exists (0:r0 = 0 & 1:r0 = 0)
`,
  published('herd catalogue; litmus-tests-x86; Dat3M: X005', fromTso)`
litmus SB+mfence+po
"a fence on one side alone is not enough"

P0     | P1
x = 1  | y = 1
mfence | r0 = x
r0 = y |

exists (0:r0 = 0 & 1:r0 = 0)
`,
  published('Intel SDM 3A, 8.2.3: example 8-5; herd catalogue; litmus-tests-x86', fromTso)`
litmus SB+rfi-pos
"each sees its own store early, from its store buffer"

P0     | P1
x = 1  | y = 1
r0 = x | r0 = y
r1 = y | r1 = x

exists (0:r0 = 1 & 0:r1 = 0 & 1:r0 = 1 & 1:r1 = 0)
`,
  published('Shootdown', never)`
litmus SB-load-xchg
"who reads by a locked exchange empties its store buffer first"

P0            | P1
x = 1         | y = 1
r0 = xchg y 0 | r0 = xchg x 0

exists (0:r0 = 0 & 1:r0 = 0)
`,
  published('Shootdown', never)`
litmus SB+xchg-other-loc
"a locked exchange on a location of its own empties the store buffer too"

P0            | P1
x = 1         | y = 1
r1 = xchg z 1 | r1 = xchg w 1
r0 = y        | r0 = x

exists (0:r0 = 0 & 1:r0 = 0)
`,
  published('Shootdown', never)`
litmus SB+cmpxchgs
"entry as in Dekker, by compare-and-exchange"

P0                    | P1
r1 = cmpxchg x 0 -> 1 | r1 = cmpxchg y 0 -> 1
r0 = y                | r0 = x

exists (0:r0 = 0 & 1:r0 = 0)
`,
  published('Shootdown', fromTso)`
litmus SB+lfences
"load fences do not keep a load behind a store"

P0     | P1
x = 1  | y = 1
lfence | lfence
r0 = y | r0 = x

exists (0:r0 = 0 & 1:r0 = 0)
`,
  published('herd catalogue; litmus-tests-x86; Dat3M', fromTso)`
litmus SB+mfence+po-rfi-po
"that a later store is forwarded does not mean that an earlier one has drained"

P0     | P1
x = 1  | y = 1
mfence | z = 1
r0 = y | r0 = z
       | r1 = x

exists (0:r0 = 0 & 1:r0 = 1 & 1:r1 = 0)
`,
  published('herd catalogue; litmus-tests-x86; Dat3M', fromTso)`
litmus R
"two stores against a store and a load"

P0    | P1
x = 1 | y = 2
y = 1 | r0 = x

exists (y = 2 & 1:r0 = 0)
`,
  published('herd catalogue: R+po+mfence; litmus-tests-x86: R+po+mfence; Dat3M: R+po+mfence', fromPso)`
litmus R+mfence
"a fence on the side that loads"

P0    | P1
x = 1 | y = 2
y = 1 | mfence
      | r0 = x

exists (y = 2 & 1:r0 = 0)
`,
  published('herd catalogue; litmus-tests-x86', fromTso)`
litmus R+mfence+po
"a fence on the side that only stores"

P0     | P1
x = 1  | y = 2
mfence | r0 = x
y = 1  |

exists (y = 2 & 1:r0 = 0)
`,
  published('herd catalogue; litmus-tests-x86', never)`
litmus R+mfences
"fences on both sides"

P0     | P1
x = 1  | y = 2
mfence | mfence
y = 1  | r0 = x

exists (y = 2 & 1:r0 = 0)
`,
  published('herd catalogue; litmus-tests-x86; Dat3M: X003', fromTso)`
litmus R+po+rfi-po
"the second processor sees its own store early"

P0    | P1
x = 1 | y = 2
y = 1 | r0 = y
      | r1 = x

exists (y = 2 & 1:r0 = 2 & 1:r1 = 0)
`,
  published('herd catalogue; litmus-tests-x86', fromTso)`
litmus R+po+po-rfi-po
"the second processor stores once more, and sees that early"

P0    | P1
x = 1 | y = 2
y = 1 | z = 1
      | r0 = z
      | r1 = x

exists (y = 2 & 1:r0 = 1 & 1:r1 = 0)
`,
  published('litmus-tests-x86', never)`
litmus 3.SB+mfences
"store buffering around three processors, with fences"

P0     | P1     | P2
x = 1  | y = 1  | z = 1
mfence | mfence | mfence
r0 = y | r0 = z | r0 = x

exists (0:r0 = 0 & 1:r0 = 0 & 2:r0 = 0)
`,
  published('litmus-tests-x86', fromTso)`
litmus 3.SB+mfence+mfence+po
"store buffering around three processors, one fence missing"

P0     | P1     | P2
x = 1  | y = 1  | z = 1
mfence | mfence | r0 = x
r0 = y | r0 = z |

exists (0:r0 = 0 & 1:r0 = 0 & 2:r0 = 0)
`,
  published('herd catalogue; litmus-tests-x86', never)`
litmus SB+mfences
"both store, pass a fence, then read the other's location"

P0     | P1
x = 1  | y = 1
mfence | mfence
r0 = y | r0 = x

exists (0:r0 = 0 & 1:r0 = 0)
`,
]
