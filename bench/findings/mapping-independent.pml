/*
 * When may a new split node be found? Uhlig 2005, 5.4.3 and 5.4.4, written a second time, apart from
 * models/microkernel/mapping-database: a page is handed on with a split node of its own. The reference to the node is one word, which is
 * compare-exchanged, and the page-table entry another.
 *
 *   spin -run mapping-independent.pml           the lock of the new split node is free from the beginning
 *   spin -DHOLDS -run mapping-independent.pml   who makes it holds its lock until the entry is set
 */
bool refers = false    /* the page table refers to the node */
bool present = false   /* the page-table entry */
bool valid = true      /* the node, which is made */
bool locked = false    /* its split node, new as well */

#define LOCK   atomic { !locked -> locked = true }
#define UNLOCK locked = false

active proctype handingOn()
{
#ifdef HOLDS
  locked = true;
#endif
  refers = true;
  present = true;
#ifdef HOLDS
  UNLOCK
#endif
}

active proctype unmapping()
{
  if
  :: refers ->                     /* LookupPageTable */
     LOCK;
     if
     :: valid ->                   /* IsValid(MapNode) */
        present = false;
        valid = false
     :: else
     fi;
     UNLOCK
  :: else
  fi
}

/* At any time, what is present is mapped by a valid node. */
active proctype claim()
{
  assert(valid || !present)
}
