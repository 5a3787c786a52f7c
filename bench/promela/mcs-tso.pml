/*
 * The queue lock of Mellor-Crummey and Scott over store buffers: models/classics/mcs-tso.ts. N processors.
 *
 * One process for each processor's program, each of its d_steps being the step of the label named beside it; where a
 * step branches there are alternatives that exclude each other. One process for each store buffer: its d_step is the
 * action `drain`. Processors in variables are numbered from 1, 0 being none.
 */
#ifndef N
#define N 2
#endif

#define ROOM 4
#define NONE 0
#define SELF (_pid + 1)

/* What a store in a buffer does. */
#define SET_NEXT 1
#define LOCK     2
#define UNLOCK   3

/* In memory: the end of the queue, and each processor's node. */
byte tail
byte next[N]
bit locked[N]

/* The buffers, ROOM slots each: what is done, to whose node, which value is written. */
byte used[N]
byte what[N * ROOM]
byte node[N * ROOM]
byte value[N * ROOM]

byte inside

#define SLOT(c, j) (c * ROOM + j)

inline store(w, n, v) {
  assert(used[_pid] < ROOM);
  what[SLOT(_pid, used[_pid])] = w;
  node[SLOT(_pid, used[_pid])] = n;
  value[SLOT(_pid, used[_pid])] = v;
  used[_pid]++
}

/* Loads look into the own buffer first, for the newest store to the own node's link or flag. */
#define MINE(j)  (used[_pid] > j && node[SLOT(_pid, j)] == _pid)
#define LINK(j)  (MINE(j) && what[SLOT(_pid, j)] == SET_NEXT)
#define FLAG(j)  (MINE(j) && what[SLOT(_pid, j)] != SET_NEXT)
#define LINKED(j, older) (LINK(j) -> value[SLOT(_pid, j)] : older)
#define FLAGGED(j, older) (FLAG(j) -> what[SLOT(_pid, j)] == LOCK : older)
#define SEEN_NEXT   LINKED(3, LINKED(2, LINKED(1, LINKED(0, next[_pid]))))
#define SEEN_LOCKED FLAGGED(3, FLAGGED(2, FLAGGED(1, FLAGGED(0, locked[_pid]))))

inline enter() {
  inside++;
  assert(inside == 1)
}

active [N] proctype Cpu() {
  byte previous, successor;
again:
  do
  :: d_step { store(SET_NEXT, _pid, NONE) };                                               /* clear link */
     d_step { store(LOCK, _pid, NONE) };                                                   /* set flag */
     if
     :: d_step { used[_pid] == 0 && tail == NONE -> tail = SELF; enter() }                 /* swap tail */
     :: d_step { used[_pid] == 0 && tail != NONE -> previous = tail; tail = SELF };        /* swap tail */
        d_step { store(SET_NEXT, previous - 1, SELF) };                                    /* link */
        d_step { !SEEN_LOCKED -> enter() }                                                 /* spin */
     fi;
     d_step { inside-- };                                                                  /* critical */
     if
     :: d_step { SEEN_NEXT != NONE -> successor = SEEN_NEXT }                              /* read link */
     :: d_step { SEEN_NEXT == NONE };                                                      /* read link */
        if
        :: d_step { used[_pid] == 0 && tail == SELF -> tail = NONE; previous = NONE };     /* swing tail back */
           goto again
        :: d_step { used[_pid] == 0 && tail != SELF };                                     /* swing tail back */
           d_step { SEEN_NEXT != NONE -> successor = SEEN_NEXT }                           /* wait for link */
        fi
     fi;
     d_step { store(UNLOCK, successor - 1, NONE); successor = NONE; previous = NONE }      /* unlock next */
  od
}

#define OWNER    (_pid - N)
#define ITS(j)   SLOT(OWNER, j)

inline move(j) {
  what[ITS(j)] = what[ITS(j + 1)];
  node[ITS(j)] = node[ITS(j + 1)];
  value[ITS(j)] = value[ITS(j + 1)]
}

active [N] proctype Buffer() {
  do
  :: d_step { used[OWNER] > 0 ->                                                           /* drain */
       if
       :: what[ITS(0)] == SET_NEXT -> next[node[ITS(0)]] = value[ITS(0)]
       :: else -> locked[node[ITS(0)]] = (what[ITS(0)] == LOCK)
       fi;
       move(0);
       move(1);
       move(2);
       what[ITS(3)] = 0;
       node[ITS(3)] = 0;
       value[ITS(3)] = 0;
       used[OWNER]--
     }
  od
}
