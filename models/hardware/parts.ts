/** Parts of hardware that systems take up as components, and what their steps do with them. */
export {
  deliver,
  deliverable,
  endOfInterrupt,
  halt,
  type InterruptOptions,
  type Interrupts,
  interruptible,
  interrupts,
  returnFromInterrupt,
  send,
  switchOff,
  switchOn,
} from './interrupts/interrupts.js'
export { type Fence, fenceStep, loadFencePlace, storeFencePlace } from './memory/fence-step.js'
export { type MemoryOptions, memory, memoryModel } from './memory/memory.js'
export type { Memory } from './memory/operations.js'
export { advance, anyPhase, type Pace, type Timer, type TimerOptions, ticksToWait, timer } from './timer/timer.js'
export { entryOf, linkTables, map, type PageTableSizes, type Right, unmap, upperEntry } from './tlb/page-tables.js'
export { flush, invalidate, loadBase, type Tlb, type TlbOptions, tlb } from './tlb/tlb.js'
export { type Access, type Mode, mayReach, mayUse, use } from './tlb/walk.js'
