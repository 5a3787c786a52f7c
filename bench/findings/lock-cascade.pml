/*
 * The lock cascade of Uhlig 2005, 4.3.3, first listing, a second time: written from the source and not from
 * models/microkernel/lock-cascade, with other epochs. There is no token that goes round. Each processor notes at safe points
 * which epoch it is in, and a new epoch begins when all have noted the present one. That allows all that a ring does, and more.
 *
 *     spin -a -DRELEASE=0 lock-cascade.pml && gcc -O2 -DSAFETY -o pan pan.c && ./pan -m1000000
 *
 * N processors, ENTRIES entries, EPOCHS epochs at most; after the last no change is completed. Changes are begun with the
 * coarse lock in hand (START 0), or with two stores and no lock (START 1).
 *
 *     RELEASE 0, the last line as printed                assertion violated
 *     RELEASE 1, the last line only if line 3 was taken  no errors
 *     RELEASE 2, the last line if the state is not Fine  invalid end state (./pan -A): the coarse lock is never free again
 *     RELEASE 1 and START 1, with three processors       assertion violated (./pan -E)
 *     RELEASE 1 and ATONCE: coarse becomes fine by one   no errors
 *     store, with no time in which both are active
 *     RELEASE 1 and EARLY: what is read before line 2 is no errors
 *     relied upon when the coarse lock has been taken
 *     RELEASE 1, EARLY and ATONCE                        assertion violated
 *     RELEASE 1 and COARSEATONCE: fine becomes coarse by assertion violated (./pan -E)
 *     one store
 */
#ifndef N
#define N 2
#endif
#ifndef ENTRIES
#define ENTRIES 2
#endif
#ifndef EPOCHS
#define EPOCHS 5
#endif
#ifndef RELEASE
#define RELEASE 0
#endif
#ifndef START
#define START 0
#endif

mtype = { Coarse, ToFine, Fine, ToCoarse }

mtype state;
bool coarse, fine[ENTRIES];
byte lockEpoch, epoch = 1, noted[N];

byte inside[ENTRIES];

#define lock(l)   d_step { !l -> l = true }
#define unlock(l) l = false

inline safePoint() {
  noted[me] = epoch
}

inline change() {
#if START == 0
  lock(coarse);
#endif
  if
#ifdef ATONCE
  :: state == Coarse -> state = Fine
#else
  :: state == Coarse -> state = ToFine; e = epoch; lockEpoch = e
#endif
#ifdef COARSEATONCE
  :: state == Fine -> state = Coarse
#else
  :: state == Fine -> state = ToCoarse; e = epoch; lockEpoch = e
#endif
  :: state == ToFine || state == ToCoarse
  fi;
  e = 0;
#if START == 0
  unlock(coarse)
#else
  skip
#endif
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

/* Lines 15 and 18 read the state again, unless the first reading is relied upon. */
#ifdef EARLY
#define seen read
#else
#define seen state
#endif

inline operation() {
#ifdef EARLY
  read = state;
#endif
  if
  :: seen == Fine
  :: seen != Fine ->
     lock(coarse);
     taken = true;
     if
     :: state == Coarse
     :: state != Coarse -> finish()
     fi
  fi;
  do
  :: i < ENTRIES ->
     if
     :: seen != Coarse -> lock(fine[i])
     :: seen == Coarse
     fi;
     d_step { inside[i]++; assert(inside[i] == 1) };
     inside[i]--;
     if
     :: seen != Coarse -> unlock(fine[i])
     :: seen == Coarse
     fi;
     i++
  :: i == ENTRIES -> i = 0; break
  od;
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
#ifdef EARLY
  read = 0;
#endif
  taken = false
}

proctype Processor(byte me) {
  byte e, i;
  bool taken;
#ifdef EARLY
  mtype read;
#endif
  do
  :: safePoint()
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
