/*
 * A lock in transition, the epochs that its end waits for, and a lock beneath that may or may not starve somebody (Uhlig 2005, 4.3.2
 * and 3.2.5): written from the text of the finding, not from models/microkernel/dynamic-lock.
 *
 *     spin -a dynamic-lock-starves.pml && gcc -O2 -DNFAIR=4 -o pan pan.c && ./pan -a -f -m1000000
 *
 * N processors go on as long as they can (weak fairness, -f). Each tests for the token, which is a safe point; then takes the
 * lock, in the kernel, where it passes no token. Who has the lock ends a transition that is two epochs old, and may begin the
 * next.
 *
 *               acceptance cycle: a transition that nobody ends, over a spin lock
 *     QUEUE     no errors: whoever waits gets the lock beneath, in the order in which they came
 */
#ifndef N
#define N 2
#endif

bit inTransition;
byte age;  /* epochs since the transition was begun, as far as they matter */
bit token[N];

#ifdef QUEUE
byte next, serving;
inline lock() {
  d_step { mine = next; next = (next + 1) % N };
  serving == mine
}
inline unlock() { d_step { serving = (serving + 1) % N; mine = 0 } }
#else
bit spinlock;
inline lock() { d_step { !spinlock -> spinlock = 1 } }
inline unlock() { spinlock = 0 }
#endif

proctype Processor(byte me) {
#ifdef QUEUE
  byte mine;
#endif
  do
  :: if
     :: !token[me]
     :: token[me] ->
        d_step {
          if
          :: me == 0 && inTransition && age < 2 -> age++
          :: else
          fi;
          token[me] = 0
        };
        token[(me + 1) % N] = 1
     fi;
     lock();
     if
     :: d_step { inTransition && age == 2 -> inTransition = 0; age = 0 }
     :: d_step { !inTransition -> inTransition = 1 }
     :: !inTransition || age < 2
     fi;
     unlock()
  od
}

init {
  byte p;
  token[0] = 1;
  atomic {
    for (p : 0 .. N - 1) { run Processor(p) }
    p = 0
  }
}

ltl ends { [] (inTransition -> <> !inTransition) }
