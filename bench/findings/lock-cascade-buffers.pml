/*
 * The lock cascade of Uhlig 2005, 4.3.3, first listing, on processors with store buffers (x86-TSO): written from the source and
 * not from models/microkernel/lock-cascade. The coarse lock is remembered and given back if it was taken; changes are begun
 * with it in hand. The memory of the fine locks may be given back at line 7.
 *
 *     spin -a -DN=3 lock-cascade-buffers.pml && gcc -O2 -DSAFETY -o pan pan.c && ./pan -E -m10000000
 *
 * N processors, ENTRIES entries. Every store waits in a buffer of one entry, and the next one waits until that is empty; so
 * does the exchange that takes a lock. A load sees the own buffer first. Processors pass a token at safe points, and
 * processor 0 counts its rounds, modulo 4; epochs are compared by distance.
 *
 *     N=3             assertion violated: the epoch is read while the new state is in the buffer
 *     N=2             no errors
 *     N=3 and FENCE   no errors: the buffer is emptied before the epoch is read
 *     FENCE and       no errors: coarse becomes fine by one store, with no time in which both are active
 *     ATONCE
 *     FENCE, ATONCE   assertion violated: what is read before line 2 is relied upon when the coarse lock has been taken
 *     and EARLY
 */
#ifndef N
#define N 2
#endif
#ifndef ENTRIES
#define ENTRIES 1
#endif

#define Coarse 0
#define ToFine 1
#define Fine 2
#define ToCoarse 3

/* Where what is shared lies in memory. */
#define STATE 0
#define COARSE 1
#define LOCKEPOCH 2
#define EPOCH 3
#define ALLOCATED 4
#define FINE 5
#define TOKEN (FINE + ENTRIES)
byte memory[FINE + ENTRIES + N];

/* The store that waits in each buffer: its place, counted from 1, and its value. */
byte place[N], value[N];

byte inside[ENTRIES];

#define load(at)     ((place[me] == (at) + 1) -> value[me] : memory[at])
#define isEmpty      (place[me] == 0)
#define store(at, v) d_step { isEmpty -> value[me] = v; place[me] = (at) + 1 }
#define lock(at)     d_step { isEmpty && memory[at] == 0 -> memory[at] = 1 }
#define unlock(at)   store(at, 0)

/* LockEpoch + 1 < GlobalEpoch */
#define OVER(then) ((load(EPOCH) + 4 - then) % 4 > 1)

inline safePoint() {
  if
  :: load(TOKEN + me) == 0
  :: load(TOKEN + me) == 1 ->
     if
     :: me == 0 -> store(EPOCH, (load(EPOCH) + 1) % 4)
     :: me != 0
     fi;
     store(TOKEN + me, 0);
     store(TOKEN + (me + 1) % N, 1)
  fi
}

/* A change of state, and when it was begun. */
inline begin(to) {
  store(STATE, to);
#ifdef FENCE
  isEmpty;
#endif
  e = load(EPOCH);
  store(LOCKEPOCH, e);
  e = 0
}

inline change() {
  lock(COARSE);
  if
  :: load(STATE) == Coarse ->
     store(ALLOCATED, 1);
#ifdef ATONCE
     store(STATE, Fine)
#else
     begin(ToFine)
#endif
  :: load(STATE) == Fine -> begin(ToCoarse)
  :: load(STATE) == ToFine || load(STATE) == ToCoarse
  fi;
  unlock(COARSE)
}

inline finish() {
  e = load(LOCKEPOCH);
  if
  :: OVER(e) ->
     e = 0;
     if
     :: load(STATE) == ToCoarse ->
        store(STATE, Coarse);
        if
        :: store(ALLOCATED, 0)
        :: true
        fi
     :: load(STATE) != ToCoarse -> store(STATE, Fine)
     fi
  :: !OVER(e) -> e = 0
  fi
}

/* Lines 15 and 18 read the state again, unless the first reading is relied upon. */
#ifdef EARLY
#define seen read
#else
#define seen load(STATE)
#endif

inline operation() {
#ifdef EARLY
  read = load(STATE);
#endif
  if
  :: seen == Fine
  :: seen != Fine ->
     lock(COARSE);
     taken = true;
     if
     :: load(STATE) == Coarse
     :: load(STATE) != Coarse -> finish()
     fi
  fi;
  do
  :: i < ENTRIES ->
     if
     :: seen != Coarse ->
        d_step { isEmpty && memory[FINE + i] == 0 -> assert(memory[ALLOCATED]); memory[FINE + i] = 1 }
     :: seen == Coarse
     fi;
     d_step { inside[i]++; assert(inside[i] == 1) };
     inside[i]--;
     if
     :: seen != Coarse -> unlock(FINE + i)
     :: seen == Coarse
     fi;
     i++
  :: i == ENTRIES -> i = 0; break
  od;
#ifdef EARLY
  read = 0;
#endif
  if
  :: taken -> taken = false; unlock(COARSE)
  :: !taken
  fi
}

proctype Processor(byte me) {
  byte e, i;
  bool taken;
#ifdef EARLY
  byte read;
#endif
  do
  :: safePoint()
  :: true -> change()
  :: operation()
  od
}

/* A store gets to memory. */
proctype Drain(byte me) {
end:
  do
  :: d_step { !isEmpty -> memory[place[me] - 1] = value[me]; place[me] = 0; value[me] = 0 }
  od
}

init {
  byte p;
  atomic {
    if
    :: memory[STATE] = Coarse
    :: memory[STATE] = Fine
    fi;
    memory[ALLOCATED] = 1;
    memory[EPOCH] = 2;
    memory[TOKEN] = 1;
    for (p : 0 .. N - 1) {
      run Processor(p);
      run Drain(p)
    }
    p = 0
  }
}
