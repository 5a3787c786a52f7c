import { setFlagsFromString } from 'node:v8'

/**
 * Lets V8 inline more. A model's expansion is one large function, into which steps, guards, views and checks of range
 * are to be inlined one by one; the default budget of 920 bytes of bytecode is spent halfway, and what is left is called.
 * Call it before anything is searched: what is compiled already stays as it is. It holds for the threads of the process.
 */
export function letEngineInline(): void {
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=8000')
}
