/*
 * Does a reference still tell of the same node when it is overwritten? Uhlig 2005, 5.4.3 and 5.4.4, written a second time, apart from
 * models/microkernel/mapping-database: one place in a page table, and two subsystems that hand on to it. Node 1 was there and is no
 * longer valid. Nodes always stay nodes, and are used again as soon as their reference has been cleared.
 *
 *   spin -run mapping-overwritten.pml           the reference to node 1 is overwritten by compare-exchange
 *   spin -DAGAIN -run mapping-overwritten.pml   node 1 is not used again before the other has been quiescent once more
 *   spin -DWAITS -run mapping-overwritten.pml   a reference is not overwritten before it has been cleared
 */
byte reference = 1               /* 0 is none */
bool valid[3] = { false, false, false }
bool inside = true               /* the one who hands on node 2 is in the kernel */

active proctype first()          /* clears the reference, and hands on again, with the same node */
{
  atomic { if :: reference == 1 -> reference = 0 :: else fi };
#ifdef AGAIN
  !inside;
#endif
  atomic { if :: reference == 0 -> valid[1] = true; reference = 1 :: else fi }
}

active proctype second()         /* hands on node 2, from another subsystem */
{
  byte old = reference;
#ifdef WAITS
  if :: old == 0 :: else -> goto over fi;
#else
  if :: old == 0 || !valid[old] :: else -> goto over fi;
#endif
  atomic { if :: reference == old -> valid[2] = true; reference = 2 :: else fi };
over:
  inside = false
}

/* Every valid node is found. */
active proctype claim()
{
  assert((!valid[1] || reference == 1) && (!valid[2] || reference == 2))
}
