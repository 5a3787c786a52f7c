import type { EventEmitter } from 'node:events'
import { type MessagePort, Worker } from 'node:worker_threads'

/** A worker ended before its work did. */
export class WorkerFailure extends Error {
  override readonly name = 'WorkerFailure'
  constructor(
    readonly worker: number,
    readonly reason: string,
  ) {
    super(`worker ${worker + 1} failed: ${reason}`)
  }
}

/** Starts a thread with a module of the toolkit, whose URL is given without its ending. */
export function startThread(module: URL, workerData: unknown, transferList: readonly MessagePort[] = []): Worker {
  const options = { workerData, transferList: [...transferList] }
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(`${module}.js`), options)
  // Run from its sources, the toolkit is TypeScript, for which a thread needs a loader of its own.
  const [loader, script] = [import.meta.resolve('tsx/esm/api'), `${module}.ts`]
  const boot = `import(${JSON.stringify(loader)}).then((tsx) => (tsx.register(), import(${JSON.stringify(script)})))`
  return new Worker(boot, { eval: true, ...options })
}

/** The next message of a thread; an error if any of the threads ends before it comes. */
export function nextMessage<T>(threads: readonly Worker[], thread: Worker): Promise<T> {
  const listening = new AbortController()
  const message = new Promise<T>((resolve, reject) => {
    const listen = <V>(to: EventEmitter, event: string, listener: (value: V) => void) => {
      to.on(event, listener)
      listening.signal.addEventListener('abort', () => to.off(event, listener))
    }
    listen(thread, 'message', resolve)
    threads.forEach((t, i) => {
      listen<Error>(t, 'error', (error) => reject(new WorkerFailure(i + 1, error.message)))
      listen<number>(t, 'exit', (code) =>
        reject(new WorkerFailure(i + 1, `it ended too early, with exit code ${code}`)),
      )
    })
  })
  return message.finally(() => listening.abort())
}

/** Never comes, but an error if any of the threads ends. */
export function failureOf(threads: readonly Worker[]): Promise<never> {
  const failure = new Promise<never>((_, reject) => {
    threads.forEach((thread, i) => {
      thread.once('error', (error) => reject(new WorkerFailure(i + 1, error.message)))
      thread.once('exit', (code) => reject(new WorkerFailure(i + 1, `it ended too early, with exit code ${code}`)))
    })
  })
  // It may be that nobody listens any more when the threads are ended.
  failure.catch(() => {})
  return failure
}
