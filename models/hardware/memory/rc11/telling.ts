import type { Access } from '../access.js'
import { acquires, type Order, releases } from '../orders.js'
import { contentText, type Telling, valueText } from '../telling.js'
import type { State } from '../variables.js'
import type { Messages } from './messages.js'

/** What RC11 has to say: what was stale, what goes along with a value, and what does not. */
export function messageTelling(messages: Messages): Telling {
  const { locations, cpus } = messages
  const everywhere = locations.all.map((_, at) => at)
  const contents = (s: State, at: number, position: number) =>
    contentText(locations, at, messages.message(s, at, position).value)

  /** What somebody with the view knows that somebody with the other one need not. */
  function ahead(s: State, view: State, of: State, elsewhere: number): string[] {
    const known = everywhere.filter((at) => at !== elsewhere && messages.sees(view, at) > messages.sees(of, at))
    return known.map((at) => contents(s, at, messages.sees(view, at)))
  }

  /** The same, of a view that may be one of nothing at all. */
  function inView(s: State, view: State, elsewhere: number): string[] {
    const known = everywhere.filter((at) => at !== elsewhere && messages.sees(view, at) > 0)
    return known.map((at) => contents(s, at, messages.sees(view, at)))
  }

  /** What the processor knows after the step and did not know before it. */
  function learned(before: State, after: State, cpu: number, elsewhere: number): string[] {
    const [then, now] = [before.cpu.get(cpu).now, after.cpu.get(cpu).now]
    const isNews = (at: number) => {
      const forgotten = messages.count(before, at) - messages.count(after, at)
      return at !== elsewhere && messages.sees(now, at) + forgotten > messages.sees(then, at)
    }
    return everywhere.filter(isNews).map((at) => contents(after, at, messages.sees(now, at)))
  }

  /** The values at the location that are newer than what the processor has just read or stored. */
  function newer(s: State, cpu: number, at: number): string[] {
    const from = messages.sees(s.cpu.get(cpu).now, at) + 1
    const positions = Array.from({ length: messages.count(s, at) - from }, (_, i) => from + i)
    return positions.map((position) => valueText(locations, at, messages.message(s, at, position).value))
  }

  function ofLoad(before: State, after: State, cpu: number, at: number, order: Order): string[] {
    const { now } = after.cpu.get(cpu)
    if (acquires(order)) return said('acquire: sees', learned(before, after, cpu, at), 'from now on')
    const { passes } = messages.message(after, at, messages.sees(now, at))
    return said('relaxed: does not learn of', ahead(after, passes, now, at))
  }

  function ofStore(s: State, cpu: number, at: number, order: Order): string[] {
    const { now } = s.cpu.get(cpu)
    if (releases(order)) return said('release: carries', inView(s, now, at))
    const { passes } = messages.message(s, at, messages.sees(now, at))
    const carried = inView(s, passes, at)
    if (carried.length > 0) return said('carries', carried)
    return inView(s, now, at).length > 0 ? ['relaxed: carries nothing along'] : []
  }

  function remarks(access: Access, before: State, after: State): string[] {
    const { does, cpu, order } = access
    if (does === 'store fence')
      return said('what it stores from now on carries', inView(after, after.cpu.get(cpu).now, -1))
    if (does === 'fence')
      return [
        ...(acquires(order) ? said('sees', learned(before, after, cpu, -1), 'from now on') : []),
        ...(releases(order)
          ? said('what it stores from now on carries', inView(after, after.cpu.get(cpu).now, -1))
          : []),
      ]
    if (does === 'store-conditional' && !access.stored) return []
    const { at } = access
    const stores = does === 'store' || does === 'replace' || does === 'store-conditional'
    const later = newer(after, cpu, at)
    const isAre = later.length === 1 ? 'is' : 'are'
    return [
      ...(later.length === 0
        ? []
        : [stores ? `before the newer ${later.join(', ')}` : `stale: ${later.join(', ')} ${isAre} newer`]),
      ...(does === 'store' || does === 'store-conditional' ? [] : ofLoad(before, after, cpu, at, order)),
      ...(stores ? ofStore(after, cpu, at, order) : []),
    ]
  }

  /** The older values of the location that the processor may still read. */
  function older(s: State, cpu: number, at: number): string[] {
    const { now } = s.cpu.get(cpu)
    const from = messages.sees(now, at)
    const values = Array.from({ length: messages.count(s, at) - from }, (_, i) =>
      valueText(locations, at, messages.message(s, at, from + i).value),
    )
    return [...new Set(values)].filter((value) => value !== values.at(-1))
  }

  return {
    remarks,
    byItself: (_name, { cpu, at }) => `cpu ${cpu} reads ${at} from now on as it is`,
    summary: (s) =>
      Array.from({ length: cpus }, (_, cpu) => cpu).flatMap((cpu) => {
        const stale = everywhere.flatMap((at) => {
          const values = older(s, cpu, at)
          return values.length === 0 ? [] : [`${locations.all[at]!.name} = ${values.join(' or ')}`]
        })
        return stale.length === 0 ? [] : [`cpu ${cpu} may still read ${stale.join(', ')}`]
      }),
  }
}

/** `carries x = 1, y = 2`; nothing of nothing. */
function said(verb: string, what: readonly string[], when = ''): string[] {
  return what.length === 0 ? [] : [`${verb} ${what.join(', ')}${when === '' ? '' : ` ${when}`}`]
}
