/*
 * Lamport's distributed mutual exclusion: models/classics/lamport-mutex.ts. N processes, 2 or 3, and MAX_CLOCK.
 *
 * One process for each process, written out with constants (measured faster than indices computed from _pid); each
 * d_step is one action with its parameters: `request`, `enter`, `exit`, and for each other process `receive request`,
 * `receive acknowledgement`, `receive release`. An inbox for each pair holds up to three messages of one byte each.
 *
 * The state constraint (no clock above MAX_CLOCK): Spin has none, so a state beyond it is stored and has no successors.
 * `beyond` follows from the clocks, so it adds no states; it is cheaper to test than they are. pan must be told with -E
 * that having no successors is no error, and stores as many states as Shootdown keeps and excludes together.
 */
#ifndef N
#define N 3
#endif
#ifndef MAX_CLOCK
#define MAX_CLOCK 6
#endif

#define ROOM 3
#define EMPTY 0
#define ACK   1
#define REL   2
#define REQ(c) (c + REL)
#define ASKED(m) (m - REL)

byte clock[N] = 1
byte request[N * N]
byte acknowledged[N]
byte critical
byte length[N * N]
byte inbox[N * N * ROOM]
bit beyond

#define BIT(p)       (1 << p)
#define ALL          (BIT(N) - 1)
#define REQUEST(p, q) request[p * N + q]
#define LENGTH(p, q) length[p * N + q]
#define MESSAGE(p, q, i) inbox[(p * N + q) * ROOM + i]
#define HEAD(p, q)   MESSAGE(p, q, 0)

#define OLDEST(p, q) \
  (REQUEST(p, q) == 0 || REQUEST(p, p) < REQUEST(p, q) || (REQUEST(p, p) == REQUEST(p, q) && p < q))

inline send(to, from, m) {
  assert(LENGTH(to, from) < ROOM);
  MESSAGE(to, from, LENGTH(to, from)) = m;
  LENGTH(to, from)++
}

inline take(p, q) {
  MESSAGE(p, q, 0) = MESSAGE(p, q, 1);
  MESSAGE(p, q, 1) = MESSAGE(p, q, 2);
  MESSAGE(p, q, 2) = EMPTY;
  LENGTH(p, q)--
}

#define RECEIVE(p, q) \
  :: d_step { !beyond && HEAD(p, q) > REL -> \
       REQUEST(p, q) = ASKED(HEAD(p, q)); \
       if :: REQUEST(p, q) > clock[p] -> clock[p] = REQUEST(p, q) + 1 :: else -> clock[p]++ fi; \
       if :: clock[p] > MAX_CLOCK -> beyond = 1 :: else fi; \
       take(p, q); \
       send(q, p, ACK) \
     } \
  :: d_step { !beyond && HEAD(p, q) == ACK -> acknowledged[p] = acknowledged[p] | BIT(q); take(p, q) } \
  :: d_step { !beyond && HEAD(p, q) == REL -> REQUEST(p, q) = 0; take(p, q) }

#define STEPS(p, ALL_OLDER, TO_ALL) \
  :: d_step { !beyond && REQUEST(p, p) == 0 -> \
       REQUEST(p, p) = clock[p]; \
       acknowledged[p] = BIT(p); \
       TO_ALL(p, REQ(clock[p])) \
     } \
  :: d_step { !beyond && acknowledged[p] == ALL && ALL_OLDER -> \
       critical = critical | BIT(p); \
       assert(critical == BIT(p)) \
     } \
  :: d_step { !beyond && (critical & BIT(p)) -> \
       critical = critical & ~BIT(p); \
       TO_ALL(p, REL); \
       REQUEST(p, p) = 0; \
       acknowledged[p] = 0 \
     }

#define TO(q, p, m) send(q, p, m)

#if N == 2
#define TO_OTHERS_0(p, m) TO(1, p, m)
#define TO_OTHERS_1(p, m) TO(0, p, m)
active proctype P0() { do STEPS(0, OLDEST(0, 1), TO_OTHERS_0) RECEIVE(0, 1) od }
active proctype P1() { do STEPS(1, OLDEST(1, 0), TO_OTHERS_1) RECEIVE(1, 0) od }
#else
#define TO_OTHERS_0(p, m) TO(1, p, m); TO(2, p, m)
#define TO_OTHERS_1(p, m) TO(0, p, m); TO(2, p, m)
#define TO_OTHERS_2(p, m) TO(0, p, m); TO(1, p, m)
active proctype P0() { do STEPS(0, OLDEST(0, 1) && OLDEST(0, 2), TO_OTHERS_0) RECEIVE(0, 1) RECEIVE(0, 2) od }
active proctype P1() { do STEPS(1, OLDEST(1, 0) && OLDEST(1, 2), TO_OTHERS_1) RECEIVE(1, 0) RECEIVE(1, 2) od }
active proctype P2() { do STEPS(2, OLDEST(2, 0) && OLDEST(2, 1), TO_OTHERS_2) RECEIVE(2, 0) RECEIVE(2, 1) od }
#endif
