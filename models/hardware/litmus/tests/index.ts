import type { LibraryTest } from '../../../../src/litmus/models.js'
import { c11 } from './c11.js'
import { causality } from './causality.js'
import { coherence } from './coherence.js'
import { kernel } from './kernel.js'
import { locked } from './locked.js'
import { messagePassing } from './message-passing.js'
import { storeBuffering } from './store-buffering.js'
import { writeOrder } from './write-order.js'

/** Every litmus test that comes with Shootdown, by what it is about. */
export const library: readonly LibraryTest[] = [
  ...storeBuffering,
  ...messagePassing,
  ...writeOrder,
  ...coherence,
  ...causality,
  ...locked,
  ...kernel,
  ...c11,
]
