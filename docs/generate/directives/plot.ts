import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { Directive } from '../directive.js'
import { largerClusters } from '../plots/cluster-mask-larger-clusters.js'
import { overselection } from '../plots/cluster-mask-overselection.js'
import { type Plot, svgOf } from '../plots/svg.js'

const PLOTS: { readonly [name: string]: () => Plot } = {
  'cluster-mask-larger-clusters': largerClusters,
  'cluster-mask-overselection': overselection,
}

/**
 * `plot NAME`: a picture, drawn anew into `docs/plots` where it has changed, for a page one folder below `docs`, and its
 * numbers as a table.
 */
const plot: Directive = async ({ words }, { root }) => {
  const [name, ...rest] = words
  const make = PLOTS[name ?? '']
  if (make === undefined || rest.length > 0) return E.left(`"plot" takes one of ${Object.keys(PLOTS).join(', ')}`)
  const made = make()
  const file = join(root, 'docs/plots', `${name}.svg`)
  const svg = svgOf(made)
  if (!existsSync(file) || (await readFile(file, 'utf8')) !== svg) {
    await mkdir(join(root, 'docs/plots'), { recursive: true })
    await writeFile(file, svg)
  }
  return E.right(`![${made.title}](../plots/${name}.svg)\n\n${tableOf(made)}`)
}

export default plot

function tableOf({ across, lines }: Plot): string {
  const others = lines.filter(({ dashed }) => !dashed)
  const rows = lines[0]!.points.map(([x], i) => [x, ...others.map(({ points }) => Math.round(points[i]![1]))])
  const head = [across, ...others.map(({ name }) => name)]
  return [head, head.map(() => '---:'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
