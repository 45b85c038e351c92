/** An end of a sentence, with closing quotes or brackets, before something that can begin one. */
const SENTENCE_END = /([.!?]["')\]”’]*) +(?=["'([“‘]*\p{Lu})/gu;
/** Abbreviations after which a capital letter goes on with the sentence. */
const ABBREVIATION = /(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Gov|Hon|Capt|Col|Lt|No|Messrs)|\b\p{Lu})\.$/u;

/**
 * One sentence a line, a blank line between paragraphs: the form in which `prepare` takes text whose sentences it is
 * to keep together. Lines broken to fit a page are joined; a wrong guess at a sentence's end does no harm beyond that.
 */
export function sentenceLines(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '')
    .map(splitParagraph)
    .join('\n\n');
}

function splitParagraph(paragraph: string): string {
  return paragraph.replace(SENTENCE_END, (gap: string, end: string, at: number) =>
    end === '.' && ABBREVIATION.test(paragraph.slice(Math.max(0, at - 7), at + 1)) ? gap : `${end}\n`,
  );
}
