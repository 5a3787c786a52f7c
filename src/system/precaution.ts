/**
 * Asks for a precaution: true unless the run goes without it. Ask while the model is built, not inside a step: asking is
 * what declares it, and a precaution that only some run would ask for could not be listed.
 */
export type Precaution = (name: string) => boolean

/** A precaution function that notes in `asked` what it was asked for. */
export function precautionFor(without: ReadonlySet<string>, asked: Set<string>): Precaution {
  return (name) => {
    asked.add(name)
    return !without.has(name)
  }
}
