import type { CheckReport, PropertyReport, Reporter } from './report.js'

/** For programs: one JSON document at the end. Its shape is a promise; `version` is raised when it is broken. */
export const json: Reporter = {
  each: () => '',
  end: ({ checks }) => document({ checks: checks.map(checkJson) }),
}

/** Any of the command line's JSON documents. */
export function document(body: object): string {
  return `${JSON.stringify({ version: 1, ...body }, null, 2)}\n`
}

export function checkJson(check: CheckReport): object {
  const { model, parameters, without, memoryModel, verdict, seconds, states, ledger } = check
  return {
    model,
    parameters,
    without,
    memoryModel,
    verdict,
    seconds: Math.round(seconds * 1000) / 1000,
    states,
    properties: check.properties.map(propertyJson),
    vacuousPrecautions: check.vacuousPrecautions,
    ledger,
    command: check.command,
  }
}

function propertyJson(property: PropertyReport): object {
  const { name, kind, verdict, vacuous, steps, shrunkFrom, counterexample, why, file } = property
  return {
    name,
    kind,
    verdict,
    vacuous,
    steps,
    shrunkFrom,
    loop: counterexample?.loop ?? null,
    why,
    counterexample: file,
  }
}
