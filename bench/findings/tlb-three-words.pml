/*
 * Whose versions are merged when a shoot-down is found outstanding? One page that processors take from each other and give
 * back; its object has three words, the processor whose vector has the versions, its epoch, and a mask (Uhlig 2005, 4.4.2
 * and 5.4.4): a restatement of what models/microkernel/tlb-coherency/version-masks.ts says of them, with epochs and versions that
 * are numbers.
 *
 * Merged are the versions of those that the old mask selects. NEW_MASK: of those that the mask of what has changed by now
 * selects, as if it were stored in the object before. NOTHING: of nobody.
 */
#define N 2
#define EVERYBODY 3
#define OPERATIONS 2
#define RELOADS 1

typedef Vector { byte seen[N] }

bit granted = 1, lock;
/* The object. */
bit tagged;
byte p, e, m;
/* The processors: their vectors, versions, epochs, and who has asked them. */
Vector w[N];
byte version[N], epoch[N], asked[N];
/* Their TLBs; who is about to reload uses nothing until that is over. */
bit cached[N], atReload[N];
/* What the operation of each promises; given back, it is promised no more. */
bit takes[N];

active proctype Hardware() {
  do
  :: atomic { granted && !cached[0] -> cached[0] = 1 }
  :: atomic { granted && !cached[1] -> cached[1] = 1 }
  :: cached[0] = 0
  :: cached[1] = 0
  od
}

inline reload(me) {
  atomic { version[me]++; atReload[me] = 1 };
  atomic { cached[me] = 0; atReload[me] = 0 }
}

inline serve(me) {
  served = asked[me];
  reload(me);
  d_step { asked[me] = asked[me] & ~served; served = 0 }
}

inline lockObject(me) {
  do
  :: atomic { !lock -> lock = 1; break }
  :: asked[me] -> serve(me)
  od
}

inline shootDown(me) {
  reload(me);
  if
  :: !(m1 & (1 << other)) || version[other] > w[me].seen[other]
  :: else ->
     asked[other] = asked[other] | (1 << me);
     do
     :: !(asked[other] & (1 << me)) -> break
     :: asked[me] -> serve(me)
     od
  fi
}

inline take(me) {
  lockObject(me);
  atomic { takes[me] = 1; m1 = (granted -> EVERYBODY : 0); granted = 0 };
  if
  :: m1 -> w[me].seen[0] = version[0]; w[me].seen[1] = version[1]
  :: else
  fi;
  isOutstanding = tagged && e == epoch[p];
  if
  :: isOutstanding ->
#ifdef NOTHING
     merged = 0;
#else
#ifdef NEW_MASK
     merged = m1;
#else
     merged = m;
#endif
#endif
     i = 0;
     do
     :: i < N ->
        if
        :: (merged & (1 << i)) && w[p].seen[i] > w[me].seen[i] -> w[me].seen[i] = w[p].seen[i]
        :: else
        fi;
        i++
     :: else -> break
     od;
     m1 = m1 | m
  :: else
  fi;
  atomic { m = m1; p = me; e = epoch[me]; tagged = 1 };
  lock = 0;
  if
  :: m1 & (1 << me) -> shootDown(me)
  :: else
  fi;
  epoch[me]++;
  assert(!takes[me] || ((!cached[0] || atReload[0]) && (!cached[1] || atReload[1])));
  d_step { takes[me] = 0; m1 = 0; merged = 0; i = 0; isOutstanding = 0 }
}

active [N] proctype Processor() {
  byte m1, merged, served, i, operations, reloads;
  byte other;
  bit isOutstanding;
  /* Processes are numbered from 0, and the hardware is the first. */
  byte me = _pid - 1;
  other = 1 - me;
end:
  do
  :: operations < OPERATIONS -> operations++; take(me)
  :: reloads < RELOADS -> reloads++; reload(me)
  :: asked[me] -> serve(me)
  :: atomic { !granted && !lock && operations < OPERATIONS -> granted = 1; takes[0] = 0; takes[1] = 0 }
  od
}
