/*
 * When is a map node's memory free? Uhlig 2005, 5.4.3 and Figure 5.10, written a second time, apart from
 * models/microkernel/mapping-database: one page-table entry, one node, and flags in place of epochs.
 *
 *   spin -run mapping-node-release.pml            the reference is cleared when the epoch has expired, then the node is freed
 *   spin -DAGAIN -run mapping-node-release.pml    the same, but an epoch goes by in between
 */
bool refers = true   /* the page-table entry refers to the node */
bool valid = true
bool pooled = false
bool locked = false
bool inside = false  /* the other processor is in the kernel */
bool quiet = false   /* it has been outside since we asked */

#define LOCK   atomic { !locked -> locked = true }
#define UNLOCK locked = false

active proctype other()
{
  bool found
  do
  :: inside = true;
     found = refers;                /* LookupPageTable */
     if
     :: found ->
        assert(!pooled);            /* MapNode->SplitNode */
        LOCK;
        assert(!pooled);            /* IsValid(MapNode) */
        if :: valid -> valid = false :: else fi;
        UNLOCK
     :: else
     fi;
     d_step { inside = false; quiet = true }
  od
}

inline epoch()
{
  quiet = !inside;
  quiet
}

active proctype unmapper()
{
  LOCK; valid = false; UNLOCK;
  epoch();
  refers = false;
#ifdef AGAIN
  epoch();
#endif
  pooled = true
}
