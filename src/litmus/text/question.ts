import type { Condition, LitmusTest } from '../test.js'
import { type Atom, conditionText, readCondition } from './condition.js'
import type { Cursor } from './cursor.js'

/** What a test asks: an outcome, and whether its author claims that it never happens. */
export type Question = Pick<LitmusTest, 'exists' | 'claim'>

/** How a question begins. `final` is an old word for exists. */
export const QUESTION = /(~\s*exists|exists|forall|final)\b/y

/** `forall` asks for an outcome that breaks it. */
export function readQuestion(cursor: Cursor, atom: Atom): Question {
  const kind = cursor.expect(QUESTION, 'exists, ~exists or forall')
  const condition = readCondition(cursor, atom)
  if (kind === 'forall') return { exists: negated(condition), claim: 'forall' }
  return kind.startsWith('~') ? { exists: condition, claim: '~exists' } : { exists: condition }
}

/** `exists (…)`, `~exists (…)` or `forall (…)`. */
export function questionText({ exists, claim }: Question): string {
  if (claim !== 'forall') return `${claim ?? 'exists'} (${conditionText(exists)})`
  return `forall (${conditionText('not' in exists && !('not' in exists.not) ? exists.not : { not: exists })})`
}

function negated(condition: Condition): Condition {
  return 'not' in condition ? condition.not : { not: condition }
}
