/*
 * When may a shoot-down be skipped because the other processor has moved on? One page, one processor that takes its permission
 * away, and one that reloads its page-table base whenever it likes and counts that in its version (Uhlig 2005, 4.4.2): a
 * restatement of what models/microkernel/tlb-coherency/version-vector.ts says of it, with versions that are numbers.
 *
 * COUNT_LAST: a reload is counted after it, not before it. NEEDED: how many reloads it takes to be spared. RECORD_FIRST: the
 * version is recorded before the page table is written. BUFFERED: it is written through a store buffer, which is empty
 * before the processor flushes its own TLB, and so before it compares. FENCE: and before the version is recorded.
 */
#ifndef NEEDED
#define NEEDED 1
#endif
#define RELOADS 4

bit granted = 1;       /* the page table */
bit cached;            /* the other processor's TLB */
bit atReload;          /* it has come to its reload, and uses nothing until that is over */
bit asked;
byte version;
bool inUser = true;
bit buffered;          /* the store that clears the entry is on its way to memory */

/* The hardware fetches and drops the translation whenever it likes. */
active proctype Hardware() {
  do
  :: atomic { granted && !cached -> cached = 1 }
  :: cached = 0
  od
}

#ifdef BUFFERED
active proctype Buffer() {
end:
  do
  :: atomic { buffered -> granted = 0; buffered = 0 }
  od
}
#endif

inline clearEntry() {
#ifdef BUFFERED
  buffered = 1
#else
  granted = 0
#endif
}

inline reload() {
#ifdef COUNT_LAST
  atReload = 1;
  atomic { cached = 0; atReload = 0 };
  version++
#else
  atomic { version++; atReload = 1 };
  atomic { cached = 0; atReload = 0 }
#endif
}

active proctype Other() {
  do
  :: atomic { inUser && version < RELOADS -> inUser = false };
     reload();
     inUser = true
  :: atomic { asked && inUser -> inUser = false };
     cached = 0;
     asked = 0;
     inUser = true
  od
}

active proctype Taker() {
  byte recorded;
#ifdef RECORD_FIRST
  recorded = version;
  clearEntry();
#else
  clearEntry();
#ifdef FENCE
  !buffered;
#endif
  recorded = version;
#endif
  !buffered;
  if
  :: version >= recorded + NEEDED
  :: else -> asked = 1; !asked
  fi;
  assert(!cached || atReload)
}
