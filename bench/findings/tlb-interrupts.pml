/*
 * How many interrupts does it take? N processors each take the permission from the same two objects, once, in one batch with
 * one shoot-down at its end: a restatement of what models/microkernel/tlb-coherency says of epochs (Uhlig 2005, 4.4.1), with
 * epochs that are numbers.
 *
 * STRICT: the locks are held until the shoot-down is over, and nothing is taken over. MOST: how many interrupts are said to
 * suffice.
 */
#ifndef N
#define N 3
#endif
#define OBJECTS 2

byte epoch[N];
bit lock[OBJECTS], clear[OBJECTS];
bool tagged[OBJECTS];
byte by[OBJECTS], tag[OBJECTS];
/* Bit i of asked[j]: processor i wants j to invalidate. */
byte asked[N];
byte sent, returned;

/* Serves whatever is asked by now. */
#define serve(me) asked[me] = 0

inline visit(me, o) {
  do
  :: atomic { !lock[o] -> lock[o] = 1; break }
  :: asked[me] != 0 -> serve(me)
  od;
  if
  :: !clear[o] -> clear[o] = 1; owes = true
#ifndef STRICT
  :: clear[o] && tagged[o] && tag[o] == epoch[by[o]] -> owes = true
#endif
  :: else -> owes = false
  fi;
  shoots = shoots || owes;
#ifndef STRICT
  d_step { tagged[o] = owes; by[o] = me; tag[o] = epoch[me] };
  lock[o] = 0
#endif
}

inline shootDown(me) {
  other = 0;
  do
  :: other < N ->
     if
     :: other != me -> d_step { asked[other] = asked[other] | (1 << me); sent++ }
     :: else
     fi;
     other++
  :: else -> break
  od;
  assert(sent <= MOST);
  other = 0;
  do
  :: other < N && (asked[other] & (1 << me)) == 0 -> other++
  :: other < N && asked[me] != 0 -> serve(me)
  :: other == N -> break
  od
}

active [N] proctype Processor() {
  bool shoots, owes;
  byte other;
  visit(_pid, 0);
  visit(_pid, 1);
  if
  :: shoots -> shootDown(_pid); epoch[_pid]++
  :: else
  fi;
#ifdef STRICT
  lock[0] = 0;
  lock[1] = 0;
#endif
  d_step { shoots = false; owes = false; other = 0 };
end:
  do
  :: asked[_pid] != 0 -> serve(_pid)
  od
}
