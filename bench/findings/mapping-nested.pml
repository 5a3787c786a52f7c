/*
 * Where must it be recorded what is outstanding of a shoot-down, when an unmap walks through a split node within its own? Uhlig 2005,
 * 5.4.3 and 5.4.4, written a second time, apart from models/microkernel/mapping-database: page 0 has been handed on to page 1, each
 * under a lock of its own. Of three processors one takes back page 1, and two take back page 0 with all that came of it. A record
 * is a mask of those who have still to be shot at, and who sees to it; it is void when that one is done.
 *
 *   spin -run mapping-nested.pml                            in the record of the lock with which the walk begins
 *   spin -DEACH -run mapping-nested.pml                     in each record, what has been taken under that lock
 *   spin -DEACH -DWITHIN -run mapping-nested.pml            with what has been taken under the lock within
 *   spin -DEACH -DWITHIN -DFOUND -run mapping-nested.pml    and with what others have left there
 *
 * With -DTWO, only one takes back page 0. With -DBLIND, nobody looks into the record within.
 */
#define OUTER 1                   /* masks: who has page 0, and who has page 1 */
#define INNER 2
#define NOBODY 3

bool valid[2] = { true, true }
byte cached = OUTER | INNER
bool locked[2] = { false, false }
byte mask[2] = { 0, 0 }
byte by[2] = { NOBODY, NOBODY }
bool done[4] = { false, false, false, true }

#define LOCK(i)   atomic { !locked[i] -> locked[i] = true }
#define UNLOCK(i) locked[i] = false

/* With the lock in hand: what others have left outstanding is mine from now on. */
inline look(i, found)
{
  d_step { if :: !done[by[i]] -> found = found | mask[i]; by[i] = _pid :: else -> mask[i] = 0 fi }
}

inline put(i, more)
{
  d_step { if :: (more) != 0 -> mask[i] = mask[i] | (more); by[i] = _pid :: else fi }
}

inline shoot(who)
{
  if :: (taken | found) & who -> cached = cached & ~who :: else fi
}

inline finish(all)
{
  shoot(OUTER);
  shoot(INNER);
  done[_pid] = true;
  assert((cached & (all)) == 0)     /* the operation has returned */
}

active proctype takesInner()
{
  byte taken = 0, found = 0;
  LOCK(1);
  look(1, found);
  if :: valid[1] -> valid[1] = false; taken = INNER :: else fi;
  put(1, taken);
  UNLOCK(1);
  finish(INNER)
}

#ifdef TWO
active proctype takesOuter()
#else
active [2] proctype takesOuter()
#endif
{
  byte taken = 0, found = 0, within = 0;
  LOCK(0);
  look(0, found);
  if
  :: valid[0] ->
     valid[0] = false;
     taken = OUTER;
     LOCK(1);
#ifndef BLIND
     look(1, within);
#endif
     if :: valid[1] -> valid[1] = false; taken = OUTER | INNER :: else fi;
#ifdef EACH
     put(1, taken & INNER);
#endif
     UNLOCK(1);
     found = found | within;
#if defined(EACH) && !defined(WITHIN)
     put(0, taken & OUTER);
#else
     put(0, taken);
#endif
#ifdef FOUND
     put(0, within);
#endif
  :: else
  fi;
  UNLOCK(0);
  finish(OUTER | INNER)
}
