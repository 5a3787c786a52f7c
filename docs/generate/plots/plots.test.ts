import { describe, expect, it } from 'vitest'
import { largerClusters } from './cluster-mask-larger-clusters.js'
import { overselection } from './cluster-mask-overselection.js'
import { svgOf } from './svg.js'

describe('a plot', () => {
  it('has every point at its place', () => {
    const points = [
      [1, 2],
      [4, 8],
    ] as const
    const svg = svgOf({ title: 't', across: 'a', up: 'u', lines: [{ name: 'n', dashed: true, points }] })
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 640 400"[\s\S]*<\/svg>\n$/)
    // From the lower left corner to the upper right one.
    expect(svg).toContain(
      '<polyline points="60,350 470,40" fill="none" stroke="#888" stroke-width="2" stroke-dasharray="6 4"/>',
    )
  })

  it('of what masks select: never fewer than there are, the same every time', () => {
    const plot = overselection()
    expect(plot).toEqual(overselection())
    for (const { points } of plot.lines)
      for (const [size, selected] of points) expect(selected).toBeGreaterThanOrEqual(size)
    const [, narrow, wide] = plot.lines
    expect(narrow!.points.find(([size]) => size === 16)![1]).toBe(16)
    expect(wide!.points.find(([size]) => size === 32)![1]).toBe(32)
  })

  it('of the example of Figure 4.2: 8 of 16 processors become 10, 12 and 16', () => {
    expect(largerClusters().lines[1]!.points.map(([, selected]) => selected)).toEqual([8, 10, 12, 16])
  })
})
