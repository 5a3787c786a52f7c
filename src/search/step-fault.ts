import { describeFault, type Fault } from '../schema/failure.js'

/** Thrown by an expansion when the model fails in a step, a guard or its initialisation. */
export class StepFault extends Error {
  override readonly name = 'StepFault'
  constructor(readonly fault: Fault) {
    super(describeFault(fault))
  }
}
