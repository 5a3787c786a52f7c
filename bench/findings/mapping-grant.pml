/*
 * Is a valid node the node of the entry in which it was found? Uhlig 2005, 5.4.3, and a grant that takes the node along, written a
 * second time, apart from models/microkernel/mapping-database: one node, two page-table entries, one lock.
 *
 *   spin -run mapping-grant.pml            validity is tested after locking, as in the listing
 *   spin -DPLACE -run mapping-grant.pml    and that the node still refers to the entry
 */
bool refers[2] = { true, false }   /* the page-table entry refers to the node */
bool valid = true
byte entry = 0                     /* the node refers to the page-table entry */
bool locked = false

#define LOCK   atomic { !locked -> locked = true }
#define UNLOCK locked = false

active proctype granting()
{
  LOCK;
  if
  :: valid && entry == 0 ->
     refers[1] = true;
     entry = 1;
     refers[0] = false
  :: else
  fi;
  UNLOCK
}

active proctype unmapping()
{
  if
  :: refers[0] ->                  /* LookupPageTable */
     LOCK;
     if
#ifdef PLACE
     :: valid && entry == 0 ->     /* IsValid(MapNode), and still here */
#else
     :: valid ->                   /* IsValid(MapNode) */
#endif
        assert(entry == 0);
        valid = false
     :: else
     fi;
     UNLOCK
  :: else
  fi
}
