/** Of a search that is not meant to see everything: what it has looked at, and how likely it is to have missed something. */
export type Scope =
  | {
      readonly tag: 'bitstate'
      readonly bits: number
      readonly hashes: number
      readonly seed: number
      /** States taken for others and dropped, by expectation; what only they lead to is missing besides. */
      readonly expectedOmissions: number
      /** The chance that one more state would have been taken for another. */
      readonly omissionProbability: number
    }
  | {
      readonly tag: 'random walk'
      readonly seed: number
      readonly runs: number
      /** Steps of the longest run, and what they were limited to. */
      readonly longest: number
      readonly steps: number
      /** The run that was the last to find a state not seen before; 0 if none was. */
      readonly lastNew: number
    }
  | {
      readonly tag: 'pct'
      readonly seed: number
      readonly runs: number
      readonly threads: number
      /** A violation is one of depth `depth` if that many ordering constraints are enough to bring it about. */
      readonly depth: number
      /** The guarantee is for what shows within so many steps, and given by so many of the runs. */
      readonly steps: number
      readonly counted: number
      /** The least chance that one run, or all that count, show a violation of this depth, if there is one. */
      readonly perRun: number
      readonly overall: number
      /** Initial states or choices were drawn too: the guarantee is for schedules, given the right ones. */
      readonly drew: boolean
    }
  | {
      readonly tag: 'preemptions' | 'delays'
      readonly bound: number
      /** All runs with at most so many have been seen; -1 if not even those with none. */
      readonly complete: number
    }
