import type { LibraryTest } from '../../../../src/litmus/models.js'
import { fromPso, never, published } from './published.js'

/** Stores that must be seen in the order in which they were made. */
export const messagePassing: readonly LibraryTest[] = [
  published('Intel SDM 3A, 8.2.3: example 8-1; herd catalogue; litmus-tests-x86', fromPso)`
litmus MP
"a message and the flag that says it is there"

P0    | P1
x = 1 | r0 = y
y = 1 | r1 = x

exists (1:r0 = 1 & 1:r1 = 0)
`,
  published('herd catalogue; litmus-tests-x86; COATCheck: mp+fences', never)`
litmus MP+mfences
"a message and its flag, with fences on both sides"

P0     | P1
x = 1  | r0 = y
mfence | mfence
y = 1  | r1 = x

exists (1:r0 = 1 & 1:r1 = 0)
`,
  published('herd catalogue; litmus-tests-x86', fromPso)`
litmus MP+po+mfence
"a fence at the reader does not keep stores in order"

P0    | P1
x = 1 | r0 = y
y = 1 | mfence
      | r1 = x

exists (1:r0 = 1 & 1:r1 = 0)
`,
  published('Shootdown', never)`
litmus MP+sfence+po
"a store fence keeps message and flag in order"

P0     | P1
x = 1  | r0 = y
sfence | r1 = x
y = 1  |

exists (1:r0 = 1 & 1:r1 = 0)
`,
  published('Intel SDM 3A, 8.2.3: example 8-10; COATCheck: iwp28b; MemSynth: 8-10, iwp2.8.b', never)`
litmus MP+xchg+po(iwp2.8.b)
"a store does not overtake an earlier locked exchange"

P0            | P1
r0 = xchg x 1 | r0 = y
y = 1         | r1 = x

exists (1:r0 = 1 & 1:r1 = 0)
`,
  published('herd catalogue; litmus-tests-x86', fromPso)`
litmus MP+po+po-rfi-po
"the reader passes through a location of its own between its two loads"

P0    | P1
x = 1 | r0 = y
y = 1 | z = 1
      | r1 = z
      | r2 = x

exists (1:r0 = 1 & 1:r1 = 1 & 1:r2 = 0)
`,
  published('litmus-tests-x86: ISA2; lost-pop-lean', fromPso)`
litmus MP3
"a message handed on by a third processor (ISA2)"

P0    | P1     | P2
x = 1 | r0 = y | r0 = z
y = 1 | z = 1  | r1 = x

exists (1:r0 = 1 & 2:r0 = 1 & 2:r1 = 0)
`,
  published('litmus-tests-x86: ISA2+mfence+po+po', never)`
litmus ISA2+mfence
"handed on by a third processor, with a fence at the writer"

P0     | P1     | P2
x = 1  | r0 = y | r0 = z
mfence | z = 1  | r1 = x
y = 1  |        |

exists (1:r0 = 1 & 2:r0 = 1 & 2:r1 = 0)
`,
]
