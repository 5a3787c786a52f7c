import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { Identity } from '../checkpoint/identity.js'
import { expansionOf } from '../expansion.js'
import { Spill } from '../spill.js'
import { withoutTemporal } from '../temporal.js'
import { Control } from './control.js'
import { Mail, type Ports } from './mail.js'
import { Member, type News } from './member.js'
import { type ModelReference, modelFrom } from './reference.js'
import { type SearchOptions, searching } from './search.js'

/** What a worker is started with. */
export interface WorkerStart {
  readonly reference: ModelReference
  readonly control: SharedArrayBuffer
  readonly ports: Ports
  readonly me: number
  readonly members: number
  readonly options: SearchOptions['options']
  readonly identity: Identity
  /** Of the file for what of the frontier exceeds the memory allowed. */
  readonly file: number | null
}

async function main(port: MessagePort, start: WorkerStart): Promise<void> {
  const { me, members, options, identity, file } = start
  const expansion = expansionOf(withoutTemporal(await modelFrom(start.reference)))
  const control = new Control(start.control, me, members)
  const mail = new Mail<News>(start.ports)
  const { storage = 'fingerprints', frontierMemory } = options
  const spill = file === null ? null : new Spill(frontierMemory! / members, { descriptor: file })
  const member = new Member(expansion, { control, mail, storage, spill })
  const search = searching(member, control, { options, identity, summon: () => {} })
  for (const signal of search) if (signal === 'waiting') control.sleep(Number.POSITIVE_INFINITY)
  // It stays until it is ended: a thread that ends by itself has failed.
  port.on('message', () => {})
}

if (parentPort !== null) await main(parentPort, workerData as WorkerStart)
