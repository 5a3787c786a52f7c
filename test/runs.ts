/**
 * How many random cases a differential test draws: `usual`, or in proportion where SHOOTDOWN_RUNS says how many times more
 * (`SHOOTDOWN_RUNS=100 npx vitest run test`).
 */
export function runs(usual: number): number {
  return Math.ceil(usual * Number(process.env.SHOOTDOWN_RUNS ?? 1))
}
