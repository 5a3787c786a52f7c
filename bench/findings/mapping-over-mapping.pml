/*
 * What a reference that is overwritten no longer tells. Uhlig 2005, 5.4.3, written a second time, apart from
 * models/microkernel/mapping-database: B got its page from A and handed it on to D; C, in a subsystem of its own, maps another to B.
 *
 *   spin -run mapping-over-mapping.pml          a reference to a node that is no longer valid is overwritten
 *   spin -DWAITS -run mapping-over-mapping.pml  it is waited out
 */
mtype = { none, old, new }
mtype reference = old     /* in B's page-table entry */
bool oldValid = true, newValid = false
bool D = true             /* D has the page */
bool lockA = false, lockC = false

active proctype takeBack()  /* from B, with A's lock: B's node first, then what follows and is deeper */
{
  atomic { !lockA -> lockA = true };
  oldValid = false;
  D = false;
  lockA = false;
  /* The epoch expires when this operation has returned; then, unless overwritten: */
  atomic { if :: reference == old -> reference = none :: else fi }
}

active proctype ownerOfB()
{
  mtype found
  atomic { !lockC -> lockC = true };
#ifdef WAITS
  if :: reference == none -> reference = new :: else goto unmap fi;
#else
  if :: atomic { reference == old && !oldValid -> reference = new } :: else goto unmap fi;
#endif
  newValid = true;
unmap:
  lockC = false;
  found = reference;
  if
  :: found == old ->
     atomic { !lockA -> lockA = true };
     if :: oldValid -> oldValid = false; D = false :: else fi;
     lockA = false
  :: found == new ->
     atomic { !lockC -> lockC = true };
     newValid = false;
     lockC = false
  :: else
  fi;
  assert(!D)                /* the operation has returned */
}
