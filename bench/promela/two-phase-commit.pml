/*
 * Two-phase commit: models/classics/two-phase-commit.ts. N resource managers, at most 15.
 *
 * One process for each manager, with one d_step for each action that has it as its parameter: `hear from` (the
 * coordinator's, but one for each manager), `prepare`, `abort alone`, `receive commit`, `receive abort`. One process for
 * the coordinator, with `commit` and `abort`. Sets of managers are masks.
 */
#ifndef N
#define N 3
#endif

#define ME  (1 << _pid)
#define ALL ((1 << N) - 1)

#define WORKING   0
#define PREPARED  1
#define COMMITTED 2
#define ABORTED   3

byte manager[N]
short saidPrepared, heardFrom
bit decided, sentCommit, sentAbort

active [N] proctype Manager() {
  do
  :: d_step { !decided && (saidPrepared & ME) -> heardFrom = heardFrom | ME }
  :: d_step { manager[_pid] == WORKING -> manager[_pid] = PREPARED; saidPrepared = saidPrepared | ME }
  :: d_step { manager[_pid] == WORKING -> manager[_pid] = ABORTED }
  :: d_step { sentCommit -> manager[_pid] = COMMITTED }
  :: d_step { sentAbort -> manager[_pid] = ABORTED }
  od
}

active proctype Coordinator() {
  if
  :: d_step { heardFrom == ALL -> decided = 1; sentCommit = 1 }
  :: d_step { decided = 1; sentAbort = 1 }
  fi;
  false  /* it stays, so that where it stands does not add to the states */
}
