/*
 * The dynamic lock of Uhlig 2005, 4.3.2, on processors whose stores may overtake each other (PSO): written from the source and
 * the text of the finding, not from models/microkernel/dynamic-lock. It is the first listing, repaired: who begins a promotion
 * is in the mask, but puts the spin lock back until the epoch is over; and the spin lock is released by who has taken it.
 *
 *     spin -a -DHOME=0 dynamic-lock-pso.pml && gcc -O2 -DSAFETY -o pan pan.c && ./pan -E -m10000000 -w24
 *
 * Each processor has a buffer for each place in memory, with room for one store. Buffers are emptied in any order, but for what
 * a barrier has put behind the stores before it; a barrier does not wait. A load sees the own buffers first. An exchange, and the
 * full fence between a new state and the reading of the epoch, wait until they are empty. Who is inside finds the object whole,
 * tears it and mends it. Processor HOME is the lock's, which begins disabled. Epochs are counted modulo 4.
 *
 *     HOME=0, HOME=1     no errors: with barriers before a release, before a local promotion, before the token is passed, and
 *                        before the epoch is advanced
 *     and NO_RELEASE, NO_LOCAL, NO_TOKEN, or NO_EPOCH
 *                        assertion violated, for one home at least: without that barrier
 */
#define N 2
#ifndef HOME
#define HOME 0
#endif

#define Disabled 0
#define Promoting 1
#define Enabled 2
#define Demoting 3

/* Where what is shared lies in memory. */
#define STATE 0
#define MASK 1
#define SPIN 2
#define LOCKEPOCH 3
#define EPOCH 4
#define DATA 5
#define TOKEN 6
#define PLACES (TOKEN + N)
byte memory[PLACES];

/* The stores that wait, each counted from 1, and the places whose stores have to be in memory before them: a bit for each. */
byte waiting[N * PLACES], behind[N * PLACES];

/* The places whose stores wait and were there before the last barrier. */
byte before[N];
byte inside;

#define mine(at)  waiting[me * PLACES + (at)]
#define load(at)  (mine(at) -> mine(at) - 1 : memory[at])
#define isEmpty   (mine(0) + mine(1) + mine(2) + mine(3) + mine(4) + mine(5) + mine(6) + mine(7) == 0)
#define bit(at)   ((mine(at) -> 1 : 0) << (at))
#define all       (bit(0) + bit(1) + bit(2) + bit(3) + bit(4) + bit(5) + bit(6) + bit(7))

#define barrier   before[me] = all
#ifdef NO_RELEASE
#define beforeRelease skip
#else
#define beforeRelease barrier
#endif
#ifdef NO_LOCAL
#define beforeLocal skip
#else
#define beforeLocal barrier
#endif
#ifdef NO_TOKEN
#define beforeToken skip
#else
#define beforeToken barrier
#endif
#ifdef NO_EPOCH
#define beforeEpoch skip
#else
#define beforeEpoch barrier
#endif

/* A store, after something else. */
#define storeAfter(first, at, v) \
  atomic { mine(at) == 0 -> first; mine(at) = (v) + 1; behind[me * PLACES + (at)] = before[me] }
#define store(at, v) storeAfter(skip, at, v)

#define lock()    atomic { isEmpty && memory[SPIN] == 0 -> memory[SPIN] = 1; holds = 1 }

/* LockEpoch + 1 < GlobalEpoch */
#define OVER(then) ((load(EPOCH) + 4 - then) % 4 > 1)

inline tick() {
  if
  :: load(TOKEN + me) == 0
  :: load(TOKEN + me) == 1 ->
     if
     :: me == 0 -> storeAfter(beforeEpoch, EPOCH, (load(EPOCH) + 1) % 4)
     :: me != 0
     fi;
     store(TOKEN + me, 0);
     storeAfter(beforeToken, TOKEN + (me + 1) % N, 1)
  fi
}

/* A change of state, and when it was begun. */
inline begin(to) {
  store(STATE, to);
  isEmpty;
  e = load(EPOCH);
  store(LOCKEPOCH, e);
  e = 0
}

proctype Processor(byte me) {
  byte e, seen;
  bit holds;

user:
  if
  :: tick(); goto user
  :: true -> goto come
  :: me == HOME -> goto promoteLocally
  :: me != HOME -> goto promote
  fi;

come:
  if
  :: !(load(MASK) & (1 << me)) -> goto user
  :: load(MASK) & (1 << me)
  fi;
  if
  :: load(STATE) == Disabled -> goto critical
  :: load(STATE) != Disabled
  fi;
  lock();
  seen = load(STATE);
  if
  :: seen == Enabled || seen == Disabled -> goto critical
  :: else
  fi;
  e = load(LOCKEPOCH);
  if
  :: d_step { OVER(e) -> e = 0 }
  :: d_step { !OVER(e) -> e = 0 };
     if
     :: seen == Promoting && me != HOME -> goto release
     :: else -> goto critical
     fi
  fi;
  seen = (seen == Promoting -> Enabled : Disabled);
  store(STATE, seen);

critical:
  atomic { inside++; assert(inside == 1); assert(load(DATA) == 0) };
  store(DATA, 1);
  store(DATA, 0);
  inside--;
  if
  :: !holds -> goto user
  :: holds
  :: holds && seen == Enabled ->
     store(MASK, 1 << HOME);
     begin(Demoting)
  fi;
release:
  storeAfter(beforeRelease, SPIN, 0);
  d_step { holds = 0; seen = Disabled };
  goto user;

promote:
  lock();
  if
  :: load(STATE) == Disabled -> begin(Promoting)
  :: load(STATE) == Demoting -> store(STATE, Enabled)
  :: load(STATE) == Promoting || load(STATE) == Enabled
  fi;
  store(MASK, load(MASK) | (1 << me));
  goto release;

promoteLocally:
  if
  :: load(STATE) == Disabled -> storeAfter(beforeLocal, STATE, Enabled)
  :: load(STATE) != Disabled
  fi;
  goto user
}

/* A store gets to memory. */
#define drains(at) \
  atomic { waiting[at] && !behind[at] -> memory[(at) % PLACES] = waiting[at] - 1; waiting[at] = 0; drained(at) }
inline drained(at) {
  before[(at) / PLACES] = before[(at) / PLACES] & (255 - (1 << ((at) % PLACES)));
  for (i : 0 .. PLACES - 1) {
    behind[(at) / PLACES * PLACES + i] = behind[(at) / PLACES * PLACES + i] & (255 - (1 << ((at) % PLACES)))
  }
  i = 0
}

proctype Drain() {
  byte i;
end:
  do
  :: drains(0) :: drains(1) :: drains(2) :: drains(3) :: drains(4) :: drains(5) :: drains(6) :: drains(7)
  :: drains(8) :: drains(9) :: drains(10) :: drains(11) :: drains(12) :: drains(13) :: drains(14) :: drains(15)
  od
}

init {
  byte p;
  atomic {
    memory[MASK] = 1 << HOME;
    memory[TOKEN] = 1;
    for (p : 0 .. N - 1) { run Processor(p) }
    run Drain();
    p = 0
  }
}
