import { catalogue } from '../models/index.js'
import type { Shipped } from '../src/cli/shipped.js'

/** What `shootdown` is shipped with. */
export const shipped: Shipped = {
  catalogue,
  catalogueModule: import.meta.resolve('../models/index.js'),
  litmus: () => import('../models/hardware/litmus/index.js'),
  theories: async () => [(await import('../models/microkernel/cluster-mask/index.js')).clusterMask],
}
