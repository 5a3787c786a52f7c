/*
 * Peterson's filter lock: models/classics/filter-lock.ts. N processes, 2 to 6.
 *
 * One process for each process; each d_step is one step: `enter level`, `be the last`, `wait` (two alternatives that
 * exclude each other: one level up, or in), `critical`. Mutual exclusion is the assertion where the last wait ends.
 */
#ifndef N
#define N 3
#endif

byte last[N - 1]  /* of each level, from the first on: who came last */
byte level[N]
byte inside

#define LAST last[climbing - 1]
#define BELOW(p) (p == _pid || level[p] < climbing)

#if N == 2
#define ALL_BELOW (BELOW(0) && BELOW(1))
#elif N == 3
#define ALL_BELOW (BELOW(0) && BELOW(1) && BELOW(2))
#elif N == 4
#define ALL_BELOW (BELOW(0) && BELOW(1) && BELOW(2) && BELOW(3))
#elif N == 5
#define ALL_BELOW (BELOW(0) && BELOW(1) && BELOW(2) && BELOW(3) && BELOW(4))
#elif N == 6
#define ALL_BELOW (BELOW(0) && BELOW(1) && BELOW(2) && BELOW(3) && BELOW(4) && BELOW(5))
#endif

#define NEED_NOT_WAIT (LAST != _pid || ALL_BELOW)

active [N] proctype Process() {
  byte climbing = 1;
  do
  :: d_step { level[_pid] = climbing };
     d_step { LAST = _pid };
     if
     :: d_step { climbing < N - 1 && NEED_NOT_WAIT -> climbing++ }
     :: d_step { climbing == N - 1 && NEED_NOT_WAIT -> inside++; assert(inside == 1) };
        d_step { inside--; level[_pid] = 0; climbing = 1 }
     fi
  od
}
