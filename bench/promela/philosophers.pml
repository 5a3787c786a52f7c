/*
 * Dining philosophers who all take the left fork first: models/classics/philosophers.ts without its precaution
 * "one takes the right fork first". N philosophers.
 *
 * One process for each philosopher; the control points of its loop are the labels `take first fork`, `take second fork`,
 * `eat`, `put back second fork`, and each of its four d_steps is one step. There is no end label: the state in which
 * everybody holds a left fork is an invalid end state, found and counted as an error.
 */
#ifndef N
#define N 5
#endif

#define FIRST  _pid
#define SECOND ((_pid + 1) % N)

bit taken[N]

active [N] proctype Philosopher() {
  do
  :: d_step { !taken[FIRST] -> taken[FIRST] = 1 };
     d_step { !taken[SECOND] -> taken[SECOND] = 1 };
     d_step { taken[FIRST] = 0 };
     d_step { taken[SECOND] = 0 }
  od
}
