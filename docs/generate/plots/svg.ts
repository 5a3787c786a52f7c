/** A line of a plot: its name, and a point for each place on the horizontal axis. */
export interface Line {
  readonly name: string
  readonly dashed: boolean
  readonly points: readonly (readonly [x: number, y: number])[]
}

export interface Plot {
  readonly title: string
  readonly across: string
  readonly up: string
  readonly lines: readonly Line[]
}

const WIDTH = 640
const HEIGHT = 400
const EDGE = { left: 60, right: 170, top: 40, bottom: 50 }
const COLOURS = ['#888', '#1f6f8b', '#c8553d', '#6a994e', '#7b5ea7']

/** A plot as SVG, both axes in powers of two. */
export function svgOf({ title, across, up, lines }: Plot): string {
  const all = lines.flatMap(({ points }) => points)
  const x = scale(
    all.map(([at]) => at),
    EDGE.left,
    WIDTH - EDGE.right,
  )
  const y = scale(
    all.map(([, at]) => at),
    HEIGHT - EDGE.bottom,
    EDGE.top,
  )
  const right = WIDTH - EDGE.right
  const bottom = HEIGHT - EDGE.bottom
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    text(EDGE.left, 22, title, 'font-weight="bold"'),
    text((EDGE.left + right) / 2, HEIGHT - 12, across, 'text-anchor="middle"'),
    text(16, (EDGE.top + bottom) / 2, up, `text-anchor="middle" transform="rotate(-90 16 ${(EDGE.top + bottom) / 2})"`),
    ...x.ticks.flatMap((t) => [
      rule(x.at(t), EDGE.top, x.at(t), bottom),
      text(x.at(t), bottom + 16, String(t), 'text-anchor="middle"'),
    ]),
    ...y.ticks.flatMap((t) => [
      rule(EDGE.left, y.at(t), right, y.at(t)),
      text(EDGE.left - 6, y.at(t) + 4, String(t), 'text-anchor="end"'),
    ]),
    ...lines.flatMap((line, i) => drawn(line, COLOURS[i % COLOURS.length]!, x.at, y.at, EDGE.top + 16 + i * 20)),
    '</svg>',
    '',
  ].join('\n')
}

function drawn(
  { name, dashed, points }: Line,
  colour: string,
  x: (at: number) => number,
  y: (at: number) => number,
  legend: number,
): string[] {
  const stroke = `fill="none" stroke="${colour}" stroke-width="2"${dashed ? ' stroke-dasharray="6 4"' : ''}`
  const way = points.map(([a, b]) => `${round(x(a))},${round(y(b))}`).join(' ')
  const from = WIDTH - EDGE.right + 12
  return [
    `<polyline points="${way}" ${stroke}/>`,
    `<line x1="${from}" y1="${legend}" x2="${from + 24}" y2="${legend}" ${stroke}/>`,
    text(from + 30, legend + 4, name),
  ]
}

/** From the values' range, in powers of two, to places between two edges. */
function scale(values: readonly number[], from: number, to: number) {
  const low = Math.floor(Math.log2(Math.min(...values)))
  const high = Math.max(low + 1, Math.ceil(Math.log2(Math.max(...values))))
  return {
    ticks: Array.from({ length: high - low + 1 }, (_, i) => 2 ** (low + i)),
    at: (value: number) => from + ((Math.log2(value) - low) / (high - low)) * (to - from),
  }
}

function rule(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="#ddd"/>`
}

function text(x: number, y: number, content: string, more = ''): string {
  return `<text x="${round(x)}" y="${round(y)}"${more === '' ? '' : ` ${more}`}>${content}</text>`
}

function round(n: number): number {
  return Math.round(n * 10) / 10
}
