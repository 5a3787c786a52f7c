import { parentPort, workerData } from 'node:worker_threads'
import { Batches } from './batches.js'
import type { Share } from './share.js'

if (parentPort !== null) {
  parentPort.postMessage(new Batches(workerData as Share).run())
  // A thread that ends before the others are done would count as failed; whoever started it ends it.
  parentPort.ref()
}
