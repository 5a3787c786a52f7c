import { parentPort, workerData } from 'node:worker_threads'
import { FRESH, type SharedArrays, sharedSet } from '../src/search/parallel/shared-set.js'

/** What a thread that adds to a set together with others is started with. */
export interface Adding {
  readonly storage: 'fingerprints' | 'exact'
  readonly arrays: SharedArrays
  readonly size: Int32Array
  /** Counts the threads that have come, so that all begin at once. */
  readonly arrived: Int32Array
  readonly threads: number
  readonly states: number
}

/** Adds so many states, the same ones in the same order as all others, and says how many it was the first to add. */
function add({ storage, arrays, size, arrived, threads, states }: Adding): number {
  const set = sharedSet(storage, 1, size, () => {})
  set.adopt(arrays)
  const record = new Int32Array(1)
  let added = 0
  Atomics.add(arrived, 0, 1)
  while (Atomics.load(arrived, 0) < threads);
  for (let n = 1; n <= states; n++) {
    record[0] = n
    if (set.add(Math.imul(n, 0x9e3779b1), n, record, 0, 0, 0) === FRESH) added++
  }
  return added
}

parentPort?.postMessage(add(workerData as Adding))
