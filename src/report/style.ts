import { styleText } from 'node:util'

/** The colours that reports use, by meaning. */
export type Style = 'bad' | 'good' | 'unsure' | 'faint' | 'strong'

export type Paint = (style: Style, text: string) => string

const FORMAT = { bad: 'red', good: 'green', unsure: 'yellow', faint: 'dim', strong: 'bold' } as const

/** Paints, or leaves text as it is. Whether there are colours is the caller's to decide, not the environment's. */
export function painter(colours: boolean): Paint {
  return colours ? (style, text) => styleText(FORMAT[style], text, { validateStream: false }) : (_, text) => text
}
