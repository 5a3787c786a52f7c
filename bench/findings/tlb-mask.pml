/*
 * May a processor be taken out of the mask of an address space when it has left the space? Two neighbours share a space, one of
 * them leaves, a third processor takes away the space's only page (Uhlig 2005, 4.2.2 and 5.4.4): a restatement of what
 * models/microkernel/tlb-coherency/cluster-masks.ts says of leaving.
 *
 * ORDER: how many processors a bit stands for, as a power of two. STAYS: who leaves remains in the mask.
 */
#ifndef ORDER
#define ORDER 1
#endif
#define bitOf(p) (1 << ((p) >> ORDER))

bit granted = 1;       /* the page table */
bit cached[2];         /* the TLBs of the two */
bit inSpace[2];
byte mask;

init {
  d_step { inSpace[0] = 1; inSpace[1] = 1; mask = bitOf(0) | bitOf(1) };
  atomic { run Hardware(); run Leaver(); run Taker() }
}

/* The hardware fetches the translation whenever it likes. */
proctype Hardware() {
end:
  do
  :: atomic { granted && inSpace[0] && !cached[0] -> cached[0] = 1 }
  :: atomic { granted && inSpace[1] && !cached[1] -> cached[1] = 1 }
  od
}

/* Loading another base flushes the TLB. */
proctype Leaver() {
  d_step { inSpace[1] = 0; cached[1] = 0 }
#ifndef STAYS
  mask = mask & ~bitOf(1)
#endif
}

proctype Taker() {
  byte selected;
  granted = 0;
  selected = mask;
  if
  :: selected & bitOf(0) -> cached[0] = 0
  :: else
  fi;
  if
  :: selected & bitOf(1) -> cached[1] = 0
  :: else
  fi;
  assert(!cached[0] && !cached[1])
}
