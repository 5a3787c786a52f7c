/*
 * Is a revocation that walks all at once? Uhlig 2005, 5.4.3, written a second time, apart from models/microkernel/mapping-database:
 * A takes back what it has handed on, node after node, each under its lock, while somebody else does something in one of the
 * subsystems, or in both. What that gives back must be what it would, had the revocation been at one moment.
 *
 *   spin -run mapping-walk.pml           the first node is D's, and C, who has the second, hands its page on to D
 *   spin -DTWO -run mapping-walk.pml     somebody unmaps what is in the first subsystem, then what is in the second
 *
 * With -DTO_END locks are kept to the end, and with -DFIRST both are taken before the first node is.
 */
bool valid[2] = { true, true }
bool locked[2] = { false, false }

#define LOCK(i)   atomic { !locked[i] -> locked[i] = true }
#define UNLOCK(i) locked[i] = false

active proctype revoking()
{
  LOCK(0);
#ifdef FIRST
  LOCK(1);
#endif
  valid[0] = false;
#if !defined(TO_END) && !defined(FIRST)
  UNLOCK(0);
#endif
#ifndef FIRST
  LOCK(1);
#endif
  valid[1] = false;
  UNLOCK(1);
#if defined(TO_END) || defined(FIRST)
  UNLOCK(0)
#endif
}

inline unmap(i, found)
{
  LOCK(i);
  found = valid[i];                 /* IsValid(MapNode) */
  valid[i] = false;
  UNLOCK(i)
}

active proctype other()
{
#ifdef TWO
  bool first, second;
  unmap(0, first);
  unmap(1, second);
  assert(first || !second)          /* who finds the first gone comes after the revocation */
#else
  bool mine, taken;
  LOCK(1);
  mine = valid[1];
  taken = valid[0];                 /* the place that it hands on to is looked at without the lock of what is there */
  UNLOCK(1);
  assert(!mine || taken)            /* who still has the page comes before the revocation, and then the place is taken */
#endif
}
