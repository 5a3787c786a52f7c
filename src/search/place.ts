import type { BoundProgram } from '../model/model.js'
import type { Layout, StructLayout } from '../schema/layout.js'

/** Where a program's processes lie: the layout of one, the first one's offset, the distance between two. */
export function placeOf(
  layout: Layout,
  program: BoundProgram,
): { process: StructLayout; offset: number; stride: number } {
  let here = layout
  let offset = 0
  for (const name of program.path) {
    const field = (here as StructLayout).fields.find((f) => f.name === name)!
    offset += field.offset
    here = field.layout
  }
  const process = here.tag === 'array' ? here.element : here
  return { process: process as StructLayout, offset, stride: process.bytes }
}
