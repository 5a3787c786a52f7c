import type { LibraryTest, Verdicts } from '../../../../src/litmus/models.js'
import { published } from './published.js'

const allows: Verdicts = { rc11: 'allowed' }
const forbids: Verdicts = { rc11: 'forbidden' }

/** Memory orders of C11. */
export const c11: readonly LibraryTest[] = [
  published('herd7, rc11.cat', allows)`
litmus MP-rlx
"a message and its flag, all relaxed"

P0    | P1
x = 1 | r0 = y
y = 1 | r1 = x

exists (1:r0 = 1 & 1:r1 = 0)
`,
  published('herd7, rc11.cat', allows)`
litmus MP-rel-rlx
"a flag that is released and read relaxed"

P0        | P1
x = 1     | r0 = y
y.rel = 1 | r1 = x

exists (1:r0 = 1 & 1:r1 = 0)
`,
  published('herd7, rc11.cat', allows)`
litmus SB-rel-acq
"release and acquire do not keep a load behind a store"

P0         | P1
x.rel = 1  | y.rel = 1
r0 = y.acq | r0 = x.acq

exists (0:r0 = 0 & 1:r0 = 0)
`,
  published('herd7, rc11.cat', forbids)`
litmus LB-rel-acq
"no value comes out of nothing"

P0         | P1
r0 = x.acq | r0 = y.acq
y.rel = 1  | x.rel = 1

exists (0:r0 = 1 & 1:r0 = 1)
`,
  published('herd7, rc11.cat', allows)`
litmus S-rlx
"a store after a relaxed load of the flag"

P0    | P1
x = 2 | r0 = y
y = 1 | x = 1

exists (x = 2 & 1:r0 = 1)
`,
  published('herd7, rc11.cat', allows)`
litmus 2+2W-rel
"releases to two locations may be seen in either order"

P0        | P1
x.rel = 2 | y.rel = 2
y.rel = 1 | x.rel = 1

exists (x = 2 & y = 2)
`,
  published('herd7, rc11.cat', forbids)`
litmus WRC-rel-acq
"releases that were acquired are passed on"

P0        | P1         | P2
x.rel = 1 | r0 = x.acq | r0 = y.acq
          | y.rel = 1  | r1 = x.acq

exists (1:r0 = 1 & 2:r0 = 1 & 2:r1 = 0)
`,
  published('herd7, rc11.cat', forbids)`
litmus ISA2-rel-acq
"a message handed on by a third thread"

P0        | P1         | P2
x = 1     | r0 = y.acq | r0 = z.acq
y.rel = 1 | z.rel = 1  | r1 = x

exists (1:r0 = 1 & 2:r0 = 1 & 2:r1 = 0)
`,
  published('herd7, rc11.cat', forbids)`
litmus CoRR-rlx
"two relaxed loads of one location do not see its values in reverse"

P0    | P1
x = 1 | r0 = x
      | r1 = x

exists (1:r0 = 1 & 1:r1 = 0)
`,
  published('herd7, rc11.cat', forbids)`
litmus CoWW-rlx
"two relaxed stores to one location stay in order"

P0
x = 1
x = 2

exists (x = 1)
`,
  published('herd7, rc11.cat', forbids)`
litmus CoRW2-rlx
"a relaxed store comes after what was read before it"

P0    | P1
x = 1 | r0 = x
      | x = 2

exists (1:r0 = 1 & x = 1)
`,
  published('herd7, rc11.cat', allows)`
litmus relseq-broken-by-store
"a store by another thread ends the release sequence"

P0        | P1     | P2
x = 1     | r0 = y | r0 = y.acq
y.rel = 1 | y = 2  | r1 = x

exists (1:r0 = 1 & 2:r0 = 2 & 2:r1 = 0)
`,
  published('herd7, rc11.cat', forbids)`
litmus ldadd-2
"relaxed increments do not get lost either"

P0                | P1
r0 = xadd.rlx x 1 | r0 = xadd.rlx x 1

exists (x = 1)
`,
  published('herd7, rc11.cat', allows)`
litmus spinlock-rlx
"a lock that is given back by a relaxed store"

{ l = 1 }

P0    | P1
d = 1 | r0 = xchg.acq l 2
l = 0 | r1 = d

exists (1:r0 = 0 & 1:r1 = 0)
`,
  published('herd7, rc11.cat', allows)`
litmus Z6.3-rel-acq
"releases are not ordered with those to other locations"

P0        | P1        | P2
x.rel = 1 | y.rel = 2 | r0 = z.acq
y.rel = 1 | z.rel = 1 | r1 = x.acq

exists (y = 2 & 2:r0 = 1 & 2:r1 = 0)
`,
  published('Batty et al. 2011', forbids)`
litmus MP-rel-acq
"a flag that is released and acquired"

P0        | P1
x = 1     | r0 = y.acq
y.rel = 1 | r1 = x

exists (1:r0 = 1 & 1:r1 = 0)
`,
  published('Batty et al. 2011', forbids)`
litmus MP-fences
"the same by fences around relaxed accesses"

P0        | P1
x = 1     | r0 = y
fence.rel | fence.acq
y = 1     | r1 = x

exists (1:r0 = 1 & 1:r1 = 0)
`,
  published('Batty et al. 2011', forbids)`
litmus SB-sc
"sequentially consistent accesses keep a load behind a store"

P0        | P1
x.sc = 1  | y.sc = 1
r0 = y.sc | r0 = x.sc

exists (0:r0 = 0 & 1:r0 = 0)
`,
  published('Batty et al. 2011', forbids)`
litmus SB-fence.sc
"and so do such fences between relaxed ones"

P0       | P1
x = 1    | y = 1
fence.sc | fence.sc
r0 = y   | r0 = x

exists (0:r0 = 0 & 1:r0 = 0)
`,
  published('Batty et al. 2011', allows)`
litmus IRIW-rel-acq
"readers that only acquire need not agree on the order of two stores"

P0        | P1        | P2         | P3
x.rel = 1 | y.rel = 1 | r0 = x.acq | r0 = y.acq
          |           | r1 = y.acq | r1 = x.acq

exists (2:r0 = 1 & 2:r1 = 0 & 3:r0 = 1 & 3:r1 = 0)
`,
  published('Batty et al. 2011', forbids)`
litmus IRIW-sc
"among sequentially consistent accesses all agree"

P0       | P1       | P2        | P3
x.sc = 1 | y.sc = 1 | r0 = x.sc | r0 = y.sc
         |          | r1 = y.sc | r1 = x.sc

exists (2:r0 = 1 & 2:r1 = 0 & 3:r0 = 1 & 3:r1 = 0)
`,
  published('Batty et al. 2011', forbids)`
litmus 2+2W-sc
"nor can such stores be seen in an order that goes round"

P0       | P1
x.sc = 1 | y.sc = 1
y.sc = 2 | x.sc = 2

exists (x = 1 & y = 1)
`,
  published('Batty et al. 2011', forbids)`
litmus relseq-same-thread
"a later store of the same thread goes on with the release sequence"

P0        | P1
x = 1     | r0 = y.acq
y.rel = 1 | r1 = x
y = 2     |

exists (1:r0 = 2 & 1:r1 = 0)
`,
  published('Batty et al. 2011', forbids)`
litmus relseq-rmw
"and so does a read-modify-write of any thread"

P0        | P1                | P2
x = 1     | r0 = xadd.rlx y 1 | r0 = y.acq
y.rel = 1 |                   | r1 = x

exists (1:r0 = 1 & 2:r0 = 2 & 2:r1 = 0)
`,
  published('Lahav et al. 2017', allows)`
litmus IRIW-acq-sc
"a reader that acquires a sequentially consistent store is not ordered by it"

P0       | P1         | P2         | P3
x.sc = 1 | r0 = x.acq | r0 = y.acq | y.sc = 1
         | r1 = y.sc  | r1 = x.sc  |

exists (1:r0 = 1 & 1:r1 = 0 & 2:r0 = 1 & 2:r1 = 0)
`,
  published('Lahav et al. 2017', allows)`
litmus Z6.U
"happening before does not make sequentially consistent accesses ordered"

P0        | P1               | P2
x.sc = 1  | r0 = xadd.sc y 1 | y.sc = 3
y.rel = 1 | r1 = y           | r0 = x.sc

exists (1:r0 = 1 & 1:r1 = 3 & 2:r0 = 0)
`,
  published('Lahav et al. 2017', forbids)`
litmus RWC+fence.scs
"such fences keep even what is only read in order"

P0    | P1       | P2
x = 1 | r0 = x   | y = 1
      | fence.sc | fence.sc
      | r1 = y   | r0 = x

exists (1:r0 = 1 & 1:r1 = 0 & 2:r0 = 0)
`,
  published('Lahav et al. 2017', forbids)`
litmus W+RWC+fence.scs
"and what was released and acquired"

P0        | P1         | P2
x = 1     | r0 = y.acq | z = 1
y.rel = 1 | fence.sc   | fence.sc
          | r1 = z     | r0 = x

exists (1:r0 = 1 & 1:r1 = 0 & 2:r0 = 0)
`,
  published('Lahav et al. 2017', forbids)`
litmus IRIW+fence.scs
"with such fences between them, relaxed loads agree on the order of stores"

P0    | P1    | P2       | P3
x = 1 | y = 1 | r0 = x   | r0 = y
      |       | fence.sc | fence.sc
      |       | r1 = y   | r1 = x

exists (2:r0 = 1 & 2:r1 = 0 & 3:r0 = 1 & 3:r1 = 0)
`,
  published('Lahav et al. 2017', forbids)`
litmus 2+2W+fence.scs
"and stores stay in order"

P0       | P1
x = 1    | y = 1
fence.sc | fence.sc
y = 2    | x = 2

exists (x = 1 & y = 1)
`,
  published('Shootdown', allows)`
litmus R-sc-rel
"a released store between sequentially consistent ones is not ordered with them"

P0        | P1
x.sc = 1  | y.sc = 2
y.rel = 1 | r0 = x.sc

exists (y = 2 & 1:r0 = 0)
`,
  published('Shootdown', allows)`
litmus SB+fence.scs-handed-on
"a fence need not come after one that it has heard of by relaxed accesses alone"

P0       | P1     | P2
x = 1    | r0 = y | r0 = z
fence.sc | z = 1  | fence.sc
y = 1    |        | r1 = x

exists (1:r0 = 1 & 2:r0 = 1 & 2:r1 = 0)
`,
  published('Shootdown', forbids)`
litmus SB+fence.scs-passed-on
"but it must after one that happens before a store which was read"

P0        | P1         | P2
x = 1     | r0 = y.acq | r0 = z
fence.sc  | z = 1      | fence.sc
y.rel = 1 |            | r1 = x

exists (1:r0 = 1 & 2:r0 = 1 & 2:r1 = 0)
`,
]
