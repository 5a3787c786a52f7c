import type { MemoryModel } from '../models.js'

/** The memory model that the processor of this machine keeps to; null if that is not known. */
export const nativeModel: MemoryModel | null = process.arch === 'x64' || process.arch === 'ia32' ? 'tso' : null
