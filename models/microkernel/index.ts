export { clusterMaskPublication } from './cluster-mask/publication.js'
export { dynamicLockAssembler, dynamicLockPrinted } from './dynamic-lock/as-printed.js'
export { dynamicLock } from './dynamic-lock/dynamic-lock.js'
export { dynamicLockMemory } from './dynamic-lock/freed-memory.js'
export { lockCascadeMemory } from './lock-cascade/freed-memory.js'
export { lockCascade } from './lock-cascade/lock-cascade.js'
export { lockCascadePrinted } from './lock-cascade/printed.js'
export { lockCascadePrintedCas } from './lock-cascade/printed-cas.js'
export { mappingLookup } from './mapping-database/lookup-memory.js'
export { mappingDatabase } from './mapping-database/mapping-database.js'
export { mappingNestedCoherency } from './mapping-database/nested-coherency.js'
export { mappingUnmapCoherency } from './mapping-database/unmap-coherency.js'
export { superPageLocking } from './super-page-locking/super-page-locking.js'
export {
  tlbClusterMasks,
  tlbCombined,
  tlbEpochBypass,
  tlbStoreBuffers,
  tlbStrict,
  tlbVersionMasks,
  tlbVersionVector,
} from './tlb-coherency/index.js'
export { tokenSubRings } from './token-ring/sub-rings.js'
export { tokenRingTimed } from './token-ring/timed.js'
export { tokenRingSystem as tokenRing } from './token-ring/token-ring.js'
