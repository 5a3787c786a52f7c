import { array, blocked, bool, id, int, set, struct, system } from '../../../src/index.js'

/**
 * Unmapping with translations that are still cached (Uhlig 2005, 5.4.3 and 5.4.4). Several processors unmap the same page, each
 * by the lookup of the mapping database; whoever finds the node valid takes it out. Which caches have still to be shot at
 * is kept with the split node, and the shoot-down is done after its lock has been released, by everybody who comes by
 * and finds it outstanding. How interrupts go and how little of them is needed is not told here: one step makes one
 * processor forget. One node and one split node; epochs are known as early as they can be.
 */
export const mappingUnmapCoherency = system('mapping-unmap-coherency', {
  summary: 'a page is unmapped by several processors at once, while its translation is cached',
  source: 'Uhlig 2005, 5.4.3 and 5.4.4',
  parameters: { cpus: int(2, 4, { default: 2 }) },
  state: ({ cpus }) =>
    struct({
      /** The page-table entry: whether it is present, and whether it refers to the node. */
      present: bool,
      refers: bool,
      /** Processors that have not been quiescent since the node was taken out. */
      notQuiescent: set(id('cpu', cpus)),
      valid: bool,
      /** The split node: who holds the lock, 0 for nobody, and who may have the translation of what was taken out. */
      holder: int(0, cpus),
      outstanding: set(id('cpu', cpus)),
      /**
       * Who sees to that. In the source it is this processor's number and its epoch, which it advances when it is through: so
       * a record is struck off by nobody but the last one who has put itself down in it.
       */
      owner: id('cpu', cpus),
      cpu: array(
        cpus,
        struct({
          inKernel: bool,
          cached: bool,
          /** Who has still to be shot at. */
          targets: set(id('cpu', cpus)),
          /** The page has been mapped again since the operation was called. No kernel keeps it. */
          mappedAgain: bool,
        }),
      ),
    }),
  initial: (s) => {
    Object.assign(s, { present: true, refers: true, valid: true })
  },
  behaviour: ({ cpus, program, action, precaution }) => {
    const all = Array.from({ length: cpus }, (_, cpu) => cpu)
    const keepsReference = precaution('keep the page-table reference until the epoch has expired')
    const records = precaution('record what is outstanding with the split node')
    const recordsFirst = precaution('record it before releasing the lock')
    const serves = precaution('shoot at what another has left outstanding')
    const waits = precaution('return only when the shoot-down is done')
    const tags = precaution('tag the record with the processor that shoots')
    const record = (s: Recording, me: { readonly id: number }) => {
      if (!records) return
      s.outstanding.assign(all)
      s.owner = me.id
    }
    return [
      program('cpu', {
        user: (_, me) => {
          Object.assign(me, { inKernel: true, mappedAgain: false })
          return 'read entry'
        },
        'read entry': (s) => (s.refers ? 'lock' : 'return'),
        lock: (s, me) => {
          if (s.holder !== 0) return blocked
          s.holder = me.id + 1
          return 'test validity'
        },
        'test validity': (s, me) => {
          if (s.valid) return 'clear entry'
          if (serves && !s.outstanding.isEmpty) {
            me.targets.assign(s.outstanding)
            s.owner = me.id
          }
          return 'unlock'
        },
        'clear entry': (s) => {
          s.present = false
          if (!keepsReference) s.refers = false
        },
        'mark invalid': (s, me) => {
          s.valid = false
          for (const cpu of all) if (s.cpu.get(cpu).inKernel) s.notQuiescent.add(cpu)
          me.targets.assign(all)
          if (recordsFirst) record(s, me)
        },
        unlock: (s, me) => {
          s.holder = 0
          return me.targets.isEmpty ? 'return' : recordsFirst ? 'shoot' : 'record late'
        },
        'record late': (s, me) => {
          record(s, me)
        },
        shoot: (s, me) => {
          const target = all.find((cpu) => me.targets.has(cpu))
          if (target === undefined || !waits) return 'strike off'
          s.cpu.get(target).cached = false
          me.targets.delete(target)
          return 'shoot'
        },
        'strike off': (s, me) => {
          if (s.owner === me.id || !tags) s.outstanding.clear()
        },
        return: (s, me) => {
          s.notQuiescent.delete(me.id)
          me.inKernel = false
          me.mappedAgain = false
          me.targets.clear()
          return 'user'
        },
      }),
      action(
        'fetch',
        { cpu: id('cpu', cpus) },
        {
          when: (s, { cpu }) => s.present && !s.cpu.get(cpu).cached,
          do: (s, { cpu }) => {
            s.cpu.get(cpu).cached = true
          },
        },
      ),
      action('clear reference, and map again', {
        when: (s) => !s.valid && s.notQuiescent.isEmpty && s.holder === 0,
        do: (s) => {
          Object.assign(s, { present: true, refers: true, valid: true })
          for (const cpu of all) if (s.cpu.get(cpu).inKernel) s.cpu.get(cpu).mappedAgain = true
        },
      }),
    ]
  },
  properties: ({ always, reachable }) => ({
    'the permission is gone everywhere when an operation returns': always((s) =>
      s.cpu.every((c) => c.at !== 'return' || c.mappedAgain || s.cpu.every((other) => !other.cached)),
    ),
    'an operation finds that another is under way': reachable((s) =>
      s.cpu.some((c) => c.at === 'test validity' && !s.valid && !s.outstanding.isEmpty),
    ),
  }),
})

interface Recording {
  owner: number
  readonly outstanding: { assign(cpus: number[]): void }
}
