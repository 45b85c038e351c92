/** What counts as a sentence of a document's text: each line, or each paragraph with its lines joined by spaces. */
export const sentenceUnits = ['line', 'paragraph'] as const;

/** One of `sentenceUnits`. */
export type SentenceUnit = (typeof sentenceUnits)[number];

/**
 * The sentences of a text, trimmed, blank ones left out. `line` is the reference's rule (one sentence a line);
 * `paragraph` suits text whose lines were broken to fit a page.
 */
export function sentences(text: string, unit: SentenceUnit = 'line'): string[] {
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  if (unit === 'line') {
    return lines.filter((line) => line !== '');
  }
  const paragraphs: string[] = [];
  let paragraph: string[] = [];
  for (const line of [...lines, '']) {
    if (line !== '') {
      paragraph.push(line);
    } else if (paragraph.length > 0) {
      paragraphs.push(paragraph.join(' '));
      paragraph = [];
    }
  }
  return paragraphs;
}
