/*
 * When may a shoot-down be skipped because the other processor's page-table base is another one? One page in address space 0,
 * one processor that takes its permission away, and one that goes from space 0 to space 1 and back whenever it likes, and
 * publishes where it is (Uhlig 2005, 4.4.2): a restatement of what models/microkernel/tlb-coherency/bases.ts says of it.
 *
 * PUBLISH_LAST: a base is published after it is loaded, not before it. TEST_FIRST: the published base is read before the page
 * table is written. AROUND: it is published before it is loaded when the processor enters space 0, and afterwards when it
 * leaves: then nobody has to be excused who is about to load. SPARED: asserts that the interrupt is never sent to a processor
 * that has flushed its TLB since the page table was written.
 */
bit granted = 1;       /* the page table */
bit cached;            /* the other processor's TLB */
bit base, published;
bit flushed;           /* a base was loaded since the page table was written */
bit leaving;           /* it has published that it leaves, loads the base next, and uses nothing until then */
bit asked;
bool inUser = true;

/* The hardware fetches and drops the translation whenever it likes. */
active proctype Hardware() {
  do
  :: atomic { granted && base == 0 && !cached -> cached = 1 }
  :: cached = 0
  od
}

inline load() {
  atomic { base = 1 - base; cached = 0; leaving = 0; flushed = flushed || !granted }
}

inline goToTheOtherSpace() {
#ifdef PUBLISH_LAST
  load();
  published = base
#else
#ifdef AROUND
  if
  :: base == 1 -> published = 0; load()
  :: base == 0 -> load(); published = 1
  fi
#else
  atomic { leaving = (base == 0); published = 1 - base };
  load()
#endif
#endif
}

active proctype Other() {
  do
  :: atomic { inUser -> inUser = false };
     goToTheOtherSpace();
     inUser = true
  :: atomic { asked && inUser -> inUser = false };
     cached = 0;
     asked = 0;
     inUser = true
  od
}

active proctype Taker() {
  bit isIn;
#ifdef TEST_FIRST
  isIn = (published == 0);
  granted = 0;
#else
  granted = 0;
  isIn = (published == 0);
#endif
  if
  :: isIn ->
#ifdef SPARED
     assert(!flushed);
#endif
     asked = 1; !asked
  :: else
  fi;
  assert(!cached || leaving)
}
