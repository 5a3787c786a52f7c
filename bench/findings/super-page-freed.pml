/*
 * An array of mappings is taken out of reach and its memory freed, and becomes another object (Uhlig 2005, 5.4.3, super-page
 * locking): written from the text of the finding, not from models/microkernel/super-page-locking.
 *
 *     spin -a super-page-freed.pml && gcc -O2 -DSAFETY -o pan pan.c && ./pan
 *
 * The one who frees clears an entry, then the pointer to the array, and says that the block is free: three stores, which wait
 * in buffers. Another takes the block, by an exchange, and writes the same place: that is to stay.
 *
 *               assertion violated: stores reach memory in any order (PSO)
 *     BARRIER   no errors: the entry and the pointer are in memory before the block is free
 *     TSO       no errors: stores reach memory in the order of the program
 */
#define Cleared 0
#define Mapped 1
#define Others 2

byte entry = Mapped, pointer = 1;
bit isFree, taken;

/* What waits: the stores of the one who frees, and of the other to the entry. */
bit entryWaits, pointerWaits, freeWaits, othersWaits;

#ifdef BARRIER
#define mayBeFreed (!entryWaits && !pointerWaits)
#else
#define mayBeFreed true
#endif
#ifdef TSO
#define behindEntry !entryWaits
#define behindPointer !pointerWaits
#else
#define behindEntry true
#define behindPointer true
#endif

active proctype Frees() {
  entryWaits = 1;
  pointerWaits = 1;
  mayBeFreed;
  freeWaits = 1
}

active proctype Takes() {
  d_step { isFree -> isFree = 0; taken = 1 };
  othersWaits = 1;
  !othersWaits && !entryWaits;
  assert(entry == Others)
}

active proctype Memory() {
end:
  do
  :: d_step { entryWaits -> entry = Cleared; entryWaits = 0 }
  :: d_step { pointerWaits && behindEntry -> pointer = 0; pointerWaits = 0 }
  :: d_step { freeWaits && behindEntry && behindPointer -> isFree = 1; freeWaits = 0 }
  :: d_step { othersWaits -> entry = Others; othersWaits = 0 }
  od
}
