/*
 * Does whoever takes a shoot-down over wait for the other's batch? One processor takes the permission from OBJECTS objects, one
 * after the other, with interrupts off. Another wants the first of them, finds its shoot-down outstanding, takes it over and
 * asks the first processor to invalidate (Uhlig 2005, 4.4.1): a restatement of what
 * models/microkernel/tlb-coherency/epoch-bypass.ts says of batches, with objects that are counted.
 *
 * POLLS: the batch looks for requests before each object. The assertion: once asked, it begins with one object more at most.
 */
#ifndef OBJECTS
#define OBJECTS 4
#endif

bit lock;              /* of the first object */
bit taken;             /* its page-table entry has been cleared */
bit outstanding;       /* and the shoot-down for it is still to come */
bit asked[2];          /* of whom an invalidation is wanted */
byte late;             /* objects begun after that */

inline serve(me) {
  if
  :: asked[me] -> asked[me] = 0
  :: else
  fi
}

inline acquire() { atomic { !lock -> lock = 1 } }

/* Waits for the acknowledgement of the other, and serves meanwhile. */
inline shootDown(me, other) {
  asked[other] = 1;
  do
  :: !asked[other] -> break
  :: asked[me] -> asked[me] = 0
  od
}

active proctype Batch() {
  byte objects;
  do
  :: objects < OBJECTS ->
#ifdef POLLS
     serve(0);
#endif
     d_step {
       objects++;
       if
       :: asked[0] -> late++; assert(late <= 1)
       :: else
       fi
     };
     if
     :: objects == 1 -> acquire(); taken = 1; outstanding = 1; lock = 0
     :: else
     fi
  :: else -> break
  od;
  shootDown(0, 1);
  outstanding = 0;
end:
  do
  :: asked[0] -> asked[0] = 0
  od
}

active proctype Bypass() {
  bool shoots;
  acquire();
  shoots = !taken || outstanding;
  taken = 1;
  lock = 0;
  if
  :: shoots -> shootDown(1, 0)
  :: else
  fi;
end:
  do
  :: asked[1] -> asked[1] = 0
  od
}
