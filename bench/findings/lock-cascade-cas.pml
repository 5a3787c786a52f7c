/*
 * The lock cascade of Uhlig 2005, 4.3.3, second listing (compare-and-swap in place of fine locks), a second time: written from
 * the source and not from models/microkernel/lock-cascade, with the epochs of lock-cascade.pml. An object's value is told
 * apart by a number, and a value never comes back while somebody has read it: the next is the least that nobody remembers.
 *
 *     spin -a -DRELEASE=0 lock-cascade-cas.pml && gcc -O2 -DSAFETY -o pan pan.c && ./pan -m1000000
 *
 * N processors, EPOCHS epochs at most. Changes are begun with the coarse lock in hand.
 *
 *     RELEASE 0, the last line as printed                     assertion violated
 *     RELEASE 1, the last line only if line 3 was taken       no errors
 *     RELEASE 2, the last line if the state is not Fine       invalid end state (./pan -A)
 *     RELEASE 1, EARLY: the old value is read before line 2   assertion violated
 *     RELEASE 1, EARLY and CMPXCHG: line 13 compares first,   no errors
 *     and stores in a step of its own
 */
#ifndef N
#define N 2
#endif
#ifndef EPOCHS
#define EPOCHS 5
#endif
#ifndef RELEASE
#define RELEASE 0
#endif

mtype = { Coarse, ToFine, Fine, ToCoarse }

mtype state;
bool coarse;
byte lockEpoch, epoch = 1, noted[N];

byte object = 1, old[N];

#define lock(l)   d_step { !l -> l = true }
#define unlock(l) l = false

/* Stores a value that nobody has read. */
inline renew() {
  object = 1;
  v = 0;
  do
  :: v < N && old[v] != object -> v++
  :: v < N && old[v] == object -> object++; v = 0
  :: v == N -> break
  od;
  v = 0
}

inline change() {
  lock(coarse);
  if
  :: state == Coarse -> state = ToFine; e = epoch; lockEpoch = e
  :: state == Fine -> state = ToCoarse; e = epoch; lockEpoch = e
  :: state == ToFine || state == ToCoarse
  fi;
  e = 0;
  unlock(coarse)
}

inline finish() {
  e = lockEpoch;
  if
  :: e + 1 < epoch ->
     if
     :: state == ToCoarse -> state = Coarse
     :: state != ToCoarse -> state = Fine
     fi
  :: e + 1 >= epoch
  fi;
  e = 0
}

inline operation() {
#ifdef EARLY
  old[me] = object;
#endif
  if
  :: state == Fine
  :: state != Fine ->
     lock(coarse);
     taken = true;
     if
     :: state == Coarse
     :: state != Coarse -> finish()
     fi
  fi;
#ifndef EARLY
  old[me] = object;
#endif
  if
#ifdef CMPXCHG
  :: state == Coarse ->
     if
     :: object == old[me] -> d_step { assert(object == old[me]); renew(); old[me] = 0 }
     :: object != old[me] -> old[me] = 0
     fi
#else
  :: state == Coarse -> d_step { assert(object == old[me]); renew(); old[me] = 0 }
#endif
  :: state != Coarse ->
     d_step {
       if
       :: object == old[me] -> renew()
       :: else
       fi;
       old[me] = 0
     }
  fi;
#if RELEASE == 0
  unlock(coarse);
#elif RELEASE == 1
  if
  :: taken -> unlock(coarse)
  :: !taken
  fi;
#else
  if
  :: state != Fine -> unlock(coarse)
  :: state == Fine
  fi;
#endif
  taken = false
}

proctype Processor(byte me) {
  byte e, v;
  bool taken;
  do
  :: noted[me] = epoch
  :: true -> change()
  :: operation()
  od
}

proctype Epochs() {
  byte p;
end:
  do
  :: d_step {
       epoch < EPOCHS;
       p = 0;
       do
       :: p < N && noted[p] == epoch -> p++
       :: else -> break
       od;
       if
       :: p == N -> epoch++
       :: else
       fi;
       p = 0
     }
  od
}

init {
  byte p;
  atomic {
    if
    :: state = Coarse
    :: state = Fine
    fi;
    for (p : 0 .. N - 1) {
      run Processor(p)
    }
    run Epochs()
  }
}
