/** What the command line needs of the world. The process gives it; tests give their own. */
export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: { readonly [name: string]: string | undefined }
  readonly cwd: string
  /** Calls the listener at every interruption (Ctrl-C) until the returned function is called. */
  onInterrupt(listener: () => void): () => void
}

export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

export function processIo(): Io {
  // A reader that has seen enough (`| head`) closes the pipe: that is no failure, and the exit code stays the verdict's.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    onInterrupt(listener) {
      process.on('SIGINT', listener)
      return () => process.off('SIGINT', listener)
    },
  }
}

/** How wide a line may be. A terminal that does not know its width says 0. */
export function columnsOf({ columns }: Output): number {
  return Math.max(60, Math.min(80, columns || 80))
}

/** Colours are for terminals, unless NO_COLOR forbids them. */
export function hasColours(output: Output, env: Io['env']): boolean {
  return output.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb'
}
