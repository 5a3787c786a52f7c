/** How an access is ordered with others, by the names that C11 has for it. */
export type Order = 'relaxed' | 'acquire' | 'release' | 'acquire-release' | 'sequentially consistent'

/** The orders that a load, a store and a fence can have; a read-modify-write can have any. */
export type LoadOrder = Exclude<Order, 'release' | 'acquire-release'>
export type StoreOrder = Exclude<Order, 'acquire' | 'acquire-release'>
export type FenceOrder = Exclude<Order, 'relaxed'>

/** Whether what the access reads from passes on what came before it there. */
export function acquires(order: Order): boolean {
  return order !== 'relaxed' && order !== 'release'
}

/** Whether the access passes on what came before it here. */
export function releases(order: Order): boolean {
  return order !== 'relaxed' && order !== 'acquire'
}

export function isSequential(order: Order): boolean {
  return order === 'sequentially consistent'
}
