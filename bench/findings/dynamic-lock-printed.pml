/*
 * The dynamic lock as Uhlig's thesis prints it (4.3.2, first listing), written from the listing and the text alone: a second
 * opinion on what models/microkernel/dynamic-lock/as-printed.ts finds. N processors, of which HOME is the lock's; the lock
 * begins disabled, or enabled with -DBEGINS_ENABLED.
 *
 * Every statement, and every d_step, is one access to what is shared, or one decision. Epochs are counted modulo 4 and
 * compared by distance.
 *
 * -DREPAIR: two repairs. Who begins a remote promotion stays outside the mask until it finds the lock enabled, and the
 * spin lock is only released by who took it.
 *
 * -DTURN_AWAY: instead of the first of these, who begins is in the mask at once, but is turned away by the test of the epoch.
 *
 * -DTESTED: the spin lock is released unless the state is found "disabled", as the text advises where fences are dear.
 *
 * -DHOLD: who begins a remote promotion keeps the spin lock until the epoch is over.
 *
 * -DBUFFER: the new state of a promotion waits in a store buffer of one entry, as the x86 has them (and nothing else does,
 * which is enough to go wrong). -DFENCE: the buffer is emptied before the epoch is read.
 */
#ifndef N
#define N 2
#endif
#ifndef HOME
#define HOME 0
#endif

#ifdef REPAIR
#define REPAIRED 1
#else
#define REPAIRED 0
#endif

#ifdef TURN_AWAY
#define TURNS_AWAY(seen, cpu) (seen == PROMOTING && cpu != HOME)
#else
#define TURNS_AWAY(seen, cpu) 0
#endif

#if defined(REPAIR) && !defined(TURN_AWAY)
#define BEGUN leave
#else
#define BEGUN widen
#endif

mtype = { DISABLED, PROMOTING, ENABLED, DEMOTING }

#define WORD 4
#define ALL ((1 << N) - 1)
#define MINE (1 << me)

#ifdef BEGINS_ENABLED
mtype state = ENABLED;
byte mask = ALL;
#else
mtype state = DISABLED;
byte mask = 1 << HOME;
#endif
bit spinlock
bit buffered[N]  /* a new state, PROMOTING, that is on its way to memory */
byte LockEpoch, GlobalEpoch

bit token[N] = 0
byte inside

/* LockEpoch + 1 < GlobalEpoch */
#define OVER(then) ((GlobalEpoch + WORD - then) % WORD > 1)

inline enter() {
  inside++;
  assert(inside == 1)
}

proctype Cpu(byte me) {
  byte epoch;
  mtype seen = DISABLED;
  bit holds;

user:
  if
  :: true -> goto tick
  :: true -> goto lock
  :: me == HOME -> goto promote_locally
  :: me != HOME -> goto promote
  fi;

tick:
  if
  :: !token[me] -> goto user
  :: token[me]
  fi;
  if
  :: d_step { me == 0 -> GlobalEpoch = (GlobalEpoch + 1) % WORD };
     token[me] = 0
  :: d_step { me != 0 -> token[me] = 0 }
  fi;
  token[(me + 1) % N] = 1;
  goto user;

lock:
  if
  :: !(mask & MINE) -> goto user
  :: mask & MINE
  fi;
  if
  :: d_step { state == DISABLED -> enter() } -> goto critical
  :: state != DISABLED
  fi;
  d_step { !spinlock -> spinlock = 1; holds = 1 };
  if
  :: d_step { state == ENABLED -> seen = state; enter() } -> goto critical
  :: d_step { state != ENABLED -> seen = state }
  fi;
  epoch = LockEpoch;
  if
  :: d_step { !OVER(epoch) && TURNS_AWAY(seen, me) -> epoch = 0 } -> goto release
  :: d_step { !OVER(epoch) && !TURNS_AWAY(seen, me) -> epoch = 0; enter() } -> goto critical
  :: d_step { OVER(epoch) -> epoch = 0 }
  fi;
  d_step {
    if
    :: seen == PROMOTING -> seen = ENABLED
    :: seen == DEMOTING -> seen = DISABLED
    :: else
    fi;
    state = seen;
    enter()
  };

critical:
  if
  :: atomic { !REPAIRED || holds -> inside-- }
  :: atomic { REPAIRED && !holds -> inside-- } -> goto user
  :: atomic { holds && seen == ENABLED -> inside-- };
     mask = 1 << HOME;
     state = DEMOTING;
     epoch = GlobalEpoch;
     d_step { LockEpoch = epoch; epoch = 0 }
  fi;
release:
#ifdef TESTED
  if
  :: d_step { state == DISABLED -> assert(!holds); seen = DISABLED } -> goto user
  :: state != DISABLED
  fi;
#endif
  atomic { spinlock = 0; holds = 0; seen = DISABLED };
  goto user;

promote:
  true;
  d_step { !spinlock -> spinlock = 1; holds = 1 };
  if
  :: state == ENABLED -> goto widen
  :: state == DEMOTING;
     state = ENABLED;
     goto widen
  :: state == PROMOTING -> goto BEGUN
  :: state == DISABLED;
#ifdef BUFFER
     buffered[me] = 1;
#else
     state = PROMOTING;
#endif
#ifdef FENCE
     !buffered[me];
#endif
     epoch = GlobalEpoch;
     d_step { !buffered[me] -> LockEpoch = epoch; epoch = 0 };
#ifdef HOLD
     OVER(LockEpoch);
     state = ENABLED;
     goto widen
#else
     goto BEGUN
#endif
  fi;
widen:
  mask = mask | MINE;
leave:
  atomic { spinlock = 0; holds = 0 };
  goto user;

promote_locally:
  if
  :: state == DISABLED -> state = ENABLED
  :: state != DISABLED
  fi;
  goto user
}

#ifdef BUFFER
proctype Drain(byte cpu) {
  do
  :: d_step { buffered[cpu] -> state = PROMOTING; buffered[cpu] = 0 }
  od
}
#endif

init {
  token[0] = 1;
  atomic {
    byte cpu;
    for (cpu : 0 .. N - 1) { run Cpu(cpu) }
#ifdef BUFFER
    for (cpu : 0 .. N - 1) { run Drain(cpu) }
#endif
  }
}
