/*
 * What does a processor still see that has cached a page, when another has been mapped into the place? Uhlig 2005, 5.4.3 and 5.4.4,
 * written a second time, apart from models/microkernel/mapping-database: an entry that is unmapped under one lock, and whose reference
 * is overwritten under the lock of the subsystem that the new page comes from. Each lock comes with a record of what is outstanding.
 *
 *   spin -run mapping-stale.pml           the new page comes from another subsystem than the old one
 *   spin -DSAME -run mapping-stale.pml    from the same one
 *   spin -DWAITS -run mapping-stale.pml   from another, and a reference that has not been cleared is not overwritten
 *
 * With -DBLIND, who maps does not look at the record.
 */
#define OLD 1
#define NEW 2
#ifdef SAME
#define MINE 0
#else
#define MINE 1
#endif

byte page = OLD                   /* what the entry maps, if valid */
bool valid = true
bool refers = true
byte cached = OLD                 /* by a third processor */
bool outstanding[2] = { false, false }
bool locked[2] = { false, false }

#define LOCK(i)   atomic { !locked[i] -> locked[i] = true }
#define UNLOCK(i) locked[i] = false

active proctype unmapping()
{
  LOCK(0);
  valid = false;
  outstanding[0] = true;
  UNLOCK(0);
  cached = 0;
  outstanding[0] = false;
  refers = false                  /* the operation has returned: from here on the epoch can expire */
}

active proctype mapping()
{
  bool shoots = false;
  LOCK(MINE);
  if
#ifdef WAITS
  :: !refers ->
#else
  :: !valid ->
#endif
     d_step { page = NEW; valid = true };
#ifndef BLIND
     shoots = outstanding[MINE];
#endif
     UNLOCK(MINE);
     if :: shoots -> cached = 0 :: else fi;
     assert(cached != OLD)        /* the operation has returned */
  :: else ->
     UNLOCK(MINE)
  fi
}
