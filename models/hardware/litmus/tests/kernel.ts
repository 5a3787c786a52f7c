import type { LibraryTest } from '../../../../src/litmus/models.js'
import { fromPso, fromTso, published } from './published.js'

/** What kernels do. */
export const kernel: readonly LibraryTest[] = [
  published('Shootdown', fromPso)`
litmus Peterson-entry+mfences
"entry as in Peterson's lock: a fence after the two stores does not keep the two in order"

P0      | P1
f0 = 1  | f1 = 1
t = 1   | t = 0
mfence  | mfence
r0 = f1 | r0 = f0
r1 = t  | r1 = t

exists ((0:r0 = 0 | 0:r1 = 0) & (1:r0 = 0 | 1:r1 = 1))
`,
  published('herd catalogue: SB; litmus-tests-x86: SB; Dat3M: SB', fromTso)`
litmus sleep-wakeup
"the lost wake-up: condition and waiting flag are store buffering"

P0     | P1
c = 1  | w = 1
r0 = w | r0 = c

exists (0:r0 = 0 & 1:r0 = 0)
`,
  published('herd catalogue: SB+mfence+po; litmus-tests-x86: SB+mfence+po; Dat3M: X005', fromTso)`
litmus TLB-shootdown-flag
"the initiator has a fence, but the target tells by a plain store that it is lazy"

P0        | P1
pte = 1   | lazy = 1
mfence    | r0 = pte
r0 = lazy |

exists (0:r0 = 0 & 1:r0 = 0)
`,
]
