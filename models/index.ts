import * as spec from '../spec/index.js'
import { isSystem, type System } from '../src/index.js'
import * as classics from './classics/index.js'
import * as hardware from './hardware/index.js'
import * as microkernel from './microkernel/index.js'

/** Every system that comes with Shootdown, by name. */
export const catalogue: readonly Pick<System, 'configure' | 'system'>[] = [spec, classics, hardware, microkernel]
  .flatMap((folder) => Object.values(folder))
  .filter(isSystem)
  .sort((a, b) => (a.system.name < b.system.name ? -1 : 1))

export { type ClusterMasks, clusterMasks } from './microkernel/cluster-mask/masks.js'
