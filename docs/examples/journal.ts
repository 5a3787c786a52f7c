import { blocked, component, noteOf, oneOf, type PartStep, set, struct, system, type View } from 'shootdown'

const block = oneOf('data', 'commit')
const blocks = struct({ stored: set(block), cached: set(block) })
type Disk = View<typeof blocks>

// #region disk
/** A disk that keeps what is written to it in a cache first, and stores it in whichever order it likes. */
function disk() {
  return component({
    state: blocks,
    behaviour: ({ action }) => [
      action(
        'settle',
        { block },
        {
          when: (s, p) => s.cached.has(p.block),
          do: (s, p) => {
            s.cached.delete(p.block)
            s.stored.add(p.block)
          },
        },
      ),
    ],
    bookkeeping: ['cached'],
    describe: (_before, after, { isOwn, arguments: given, notes }: PartStep<string>) => {
      if (isOwn) return `${given.block} is stored${after.cached.isEmpty ? '' : ' before what else was written'}`
      return notes.length === 0 ? null : notes.join(', then ')
    },
    summary: (s) => (s.cached.isEmpty ? [] : [`only in its cache: ${[...s.cached].join(', ')}`]),
  })
}

function write(s: Disk, what: 'data' | 'commit') {
  const note = noteOf(s)
  s.cached.add(what)
  if (note !== null) note(`writes ${what}`)
}
// #endregion

export const journal = system('journal', {
  summary: 'a journal on a disk with a cache',
  components: () => ({ disk: disk() }),
  state: () => struct({ writer: struct({}) }),
  behaviour: ({ program, precaution }) => {
    const flushes = precaution('flush before the commit record')
    return [
      program('writer', {
        'write data': (s) => write(s.disk, 'data'),
        flush: (s) => (flushes && !s.disk.cached.isEmpty ? blocked : undefined),
        'write commit': (s) => write(s.disk, 'commit'),
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'what is committed is there': always((s) => !s.disk.stored.has('commit') || s.disk.stored.has('data')),
    'something is committed': reachable((s) => s.disk.stored.has('commit')),
  }),
})
