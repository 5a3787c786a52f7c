export { tlbCombined } from './combined.js'
export { tlbEpochBypass } from './epoch-bypass.js'
export { tlbStrict } from './strict.js'
export { tlbVersionVector } from './version-vector.js'
