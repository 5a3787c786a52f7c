import type { Values } from './evaluate.js'
import { readModel, script } from './smt.js'
import type { Bool } from './term.js'

/** Are there values for which conditions hold? */
export type Answer =
  | { readonly tag: 'none' }
  | { readonly tag: 'values'; readonly values: Values }
  | { readonly tag: 'unknown'; readonly reason: string }

export interface Solver {
  /** Looks for values with which all the conditions hold, for so many seconds at most. One question at a time. */
  ask(conditions: readonly Bool[], seconds: number): Promise<Answer>
  /** Ends what is being asked, without an answer. */
  interrupt(): void
  /** Ends the solver's threads, which would keep the process alive. */
  close(): Promise<void>
}

/**
 * Starts Z3. It is large (34 MB of WebAssembly, a third of a second), so that it is only loaded here. The script is handed
 * over by a call that returns when it has been read: where the binding's calls do not wait (`eval_smtlib2_string`), what
 * they are given lies on a stack that is used again before the solver's thread has read it.
 */
export async function openSolver(): Promise<Solver> {
  const { init, killThreads, Z3_lbool } = await import('z3-solver')
  // Threads that are ended may still say that they are: of no interest to anybody.
  const printErr = (text: string) => /from terminated worker/.test(text) || process.stderr.write(`${text}\n`)
  const { Z3, em } = await init({ printErr })
  type Context = ReturnType<typeof Z3.mk_context>

  const solverFor = (context: Context, conditions: readonly Bool[], seconds: number) => {
    const tactic = Z3.mk_tactic(context, 'qfbv')
    Z3.tactic_inc_ref(context, tactic)
    const solver = Z3.mk_solver_from_tactic(context, tactic)
    Z3.solver_inc_ref(context, solver)
    Z3.tactic_dec_ref(context, tactic)
    const limits = Z3.mk_params(context)
    Z3.params_inc_ref(context, limits)
    const milliseconds = Math.min(4e9, Math.ceil(seconds * 1000))
    Z3.params_set_uint(context, limits, Z3.mk_string_symbol(context, 'timeout'), milliseconds)
    Z3.solver_set_params(context, solver, limits)
    Z3.params_dec_ref(context, limits)
    Z3.solver_from_string(context, solver, script(conditions))
    return solver
  }
  // Each question has a context of its own. What another has left behind changes the order in which terms are put, and so
  // what is answered in two seconds alone may take minutes after others.
  let current: Context | null = null
  // A thread that has only just been started does not hear of an interruption: so it is told until it stops.
  let insisting: NodeJS.Timeout | undefined
  return {
    ask: async (conditions, seconds) => {
      const config = Z3.mk_config()
      const context = Z3.mk_context(config)
      Z3.del_config(config)
      current = context
      const solver = solverFor(context, conditions, seconds)
      try {
        const answer = await Z3.solver_check(context, solver)
        if (answer === Z3_lbool.Z3_L_FALSE) return { tag: 'none' }
        if (answer === Z3_lbool.Z3_L_UNDEF)
          return { tag: 'unknown', reason: Z3.solver_get_reason_unknown(context, solver) }
        return { tag: 'values', values: readModel(Z3.model_to_string(context, Z3.solver_get_model(context, solver))) }
      } finally {
        clearInterval(insisting)
        insisting = undefined
        current = null
        Z3.solver_dec_ref(context, solver)
        Z3.del_context(context)
      }
    },
    interrupt: () => {
      insisting ??= setInterval(() => current !== null && Z3.interrupt(current), 50)
    },
    close: async () => {
      clearInterval(insisting)
      await killThreads(em)
    },
  }
}
