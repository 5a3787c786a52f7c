/** What was said on standard error, with each sentence on one line again. */
export function unwrapped(text: string): string {
  return text.replaceAll('\n  ', ' ')
}
