/** Whether tests that take minutes are to be run too: `SHOOTDOWN_HEAVY=1 npx vitest run properties/microkernel`. */
export const heavy = process.env.SHOOTDOWN_HEAVY === '1'
