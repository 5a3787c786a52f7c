/** In how many ways some of the processes can be in different places: k of them, one after the other, in k places. */
export function placements(processes: number, places: number): number {
  if (processes === 0) return 1
  return placements(processes - 1, places) + (places === 0 ? 0 : places * placements(processes - 1, places - 1))
}
