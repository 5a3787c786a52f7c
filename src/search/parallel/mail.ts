import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads'

/** A member's ways to the others: by member; none to itself. */
export type Ports = readonly (MessagePort | null)[]

/** The ways between so many members: those of member `i` are the `i`-th. */
export function portsFor(members: number): Ports[] {
  const ports = Array.from({ length: members }, () => Array<MessagePort | null>(members).fill(null))
  for (let i = 0; i < members; i++)
    for (let j = i + 1; j < members; j++) {
      const { port1, port2 } = new MessageChannel()
      ports[i]![j] = port1
      ports[j]![i] = port2
    }
  return ports
}

/**
 * How members tell each other of memory that they have taken for common use. What was sent before a meeting lies there
 * after it: it is fetched, so that nobody needs to give up its thread for a message to come.
 */
export class Mail<Message> {
  constructor(private readonly ports: Ports) {}

  send(to: number, message: Message): void {
    this.ports[to]!.postMessage(message)
  }

  sendAll(message: Message): void {
    for (const port of this.ports) port?.postMessage(message)
  }

  /** Hands over what has come, from each member in the order in which it was sent. */
  fetch(each: (message: Message, from: number) => void): void {
    this.ports.forEach((port, from) => {
      if (port === null) return
      for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port))
        each(got.message as Message, from)
    })
  }

  close(): void {
    for (const port of this.ports) port?.close()
  }
}
