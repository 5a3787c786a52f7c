import assert from 'node:assert/strict'
import type { MapNode } from '../../../models/microkernel/mapping-database/sequential/map-node.js'
import { MappingDatabase } from '../../../models/microkernel/mapping-database/sequential/mapping-database.js'
import { references } from './well-formed.js'

/**
 * One that sees to it that to insert a node, and to remove one, changes two references of others at most, however long the
 * lists are (Uhlig 2005, 5.4.3: both are O(1), and an insertion updates two pointers).
 */
export class Bounded extends MappingDatabase {
  protected override add(...given: Parameters<MappingDatabase['add']>) {
    const before = references(this.root)
    super.add(...given)
    changeTwoAtMost(before)
  }

  protected override remove(node: MapNode) {
    const others = references(this.root).filter(({ of }) => of !== node)
    super.remove(node)
    changeTwoAtMost(others)
  }
}

function changeTwoAtMost(before: ReturnType<typeof references>): void {
  const changed = before.filter(({ was, now }) => now() !== was)
  assert.ok(changed.length <= 2, `${changed.length} references have changed`)
}
