import type { LibraryTest } from '../../../../src/litmus/models.js'
import { fromPso, never, published } from './published.js'

/** Orders of stores to several locations, and loads that stay before stores. */
export const writeOrder: readonly LibraryTest[] = [
  published('Intel SDM 3A, 8.2.3: example 8-2; herd catalogue; litmus-tests-x86', never)`
litmus LB
"loads do not wait for stores that come after them"

P0     | P1
r0 = x | r0 = y
y = 1  | x = 1

exists (0:r0 = 1 & 1:r0 = 1)
`,
  published('herd catalogue; litmus-tests-x86; Dat3M: m12', fromPso)`
litmus S
"a store after a load of the flag against the store before the flag"

P0    | P1
x = 2 | r0 = y
y = 1 | x = 1

exists (1:r0 = 1 & x = 2)
`,
  published('herd catalogue; litmus-tests-x86; Dat3M: x86-2+2W', fromPso)`
litmus 2+2W
"both store to both locations, in opposite order"

P0    | P1
x = 2 | y = 2
y = 1 | x = 1

exists (x = 2 & y = 2)
`,
  published('herd catalogue; litmus-tests-x86', never)`
litmus 2+2W+mfences
"both store to both locations, with fences"

P0     | P1
x = 2  | y = 2
mfence | mfence
y = 1  | x = 1

exists (x = 2 & y = 2)
`,
  published('herd catalogue; litmus-tests-x86', fromPso)`
litmus 2+2W+mfence+po
"both store to both locations, with a fence on one side"

P0     | P1
x = 2  | y = 2
mfence | x = 1
y = 1  |

exists (x = 2 & y = 2)
`,
  published('litmus-tests-x86', never)`
litmus 3.LB
"load buffering around three processors"

P0     | P1     | P2
r0 = x | r0 = y | r0 = z
y = 1  | z = 1  | x = 1

exists (0:r0 = 1 & 1:r0 = 1 & 2:r0 = 1)
`,
]
