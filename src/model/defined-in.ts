import { fileURLToPath } from 'node:url'

/** Where the toolkit itself lies. */
const TOOLKIT = fileURLToPath(new URL('..', import.meta.url))

/**
 * The file of whoever has called the toolkit, as far as the engine tells: that is where a system is defined, and where a
 * command line finds it if it is exported there. Null if it cannot be told.
 */
export function callingFile(): string | null {
  const frames = new Error().stack?.split('\n').slice(1) ?? []
  for (const frame of frames) {
    const place = /(?:^|\(|\s)((?:file:\/\/|\/|[A-Za-z]:[\\/]).*):\d+:\d+\)?$/.exec(frame)?.[1]
    const file = place?.startsWith('file:') ? fileURLToPath(place) : place
    if (file !== undefined && !file.startsWith(TOOLKIT)) return file
  }
  return null
}
