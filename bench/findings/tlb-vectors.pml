/*
 * Where are the versions merged if each memory object has a vector? Two objects of one page; a processor that takes the
 * permission from both, in one batch with one shoot-down at its end, and another that takes it from the second object and reloads
 * its page-table base whenever it likes (Uhlig 2005, 4.4.2): a restatement of what models/microkernel/tlb-coherency says of
 * vectors of objects, with versions that are numbers. Only the other processor's TLB is looked at, and so an object's vector is
 * one number: the version of that processor.
 *
 * The shoot-down compares with the later of the two vectors; ONLY: with that of one object.
 */
#define RELOADS 4

bit granted[2] = 1;    /* the page table */
bit lock[2], outstanding[2];
byte vector[2];
bit cached[2];         /* the other processor's TLB */
bit atReload;          /* it has come to its reload, and uses nothing until that is over */
bit asked;
byte version;

/* The hardware fetches and drops translations whenever it likes. */
active proctype Hardware() {
  do
  :: atomic { granted[0] && !cached[0] -> cached[0] = 1 }
  :: atomic { granted[1] && !cached[1] -> cached[1] = 1 }
  :: cached[0] = 0
  :: cached[1] = 0
  od
}

inline take(o, changed) {
  atomic { !lock[o] -> lock[o] = 1 };
  changed = granted[o];
  granted[o] = 0;
  if
  :: changed -> vector[o] = version
  :: else
  fi;
  owes = owes || changed || outstanding[o]
}

inline reload() {
  atomic { version++; atReload = 1 };
  atomic { cached[0] = 0; cached[1] = 0; atReload = 0 }
}

active proctype Other() {
  bit owes, changed, done;
  do
  :: version < RELOADS -> reload()
  :: asked -> reload(); asked = 0
  :: !done ->
     done = 1;
     take(1, changed);
     outstanding[1] = changed;
     lock[1] = 0;
     if
     :: changed -> reload()
     :: else
     fi;
     /* Its shoot-down goes on for a while; it serves requests meanwhile. */
     do
     :: asked -> reload(); asked = 0
     :: break
     od;
     outstanding[1] = 0
  od
}

active proctype Batch() {
  bit owes, changed;
  byte recorded;
  take(0, changed);
  lock[0] = 0;
  take(1, changed);
  lock[1] = 0;
  if
  :: owes ->
#ifdef ONLY
     recorded = vector[ONLY];
#else
     recorded = vector[0];
     if
     :: vector[1] > recorded -> recorded = vector[1]
     :: else
     fi;
#endif
     if
     :: version > recorded
     :: else -> asked = 1; !asked
     fi
  :: else
  fi;
  assert(atReload || (!cached[0] && !cached[1]))
}
