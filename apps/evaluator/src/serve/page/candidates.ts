/** What stands for a token that is asked for. */
export const MASK = '[MASK]';

/** Whether a token goes on with the word before it, as WordPiece writes it. */
export const goesOn = (token: string): boolean => token.startsWith('##');

/** A token as it stands in a text: without the marks of WordPiece, byte-level BPE and Unigram. */
export const plainToken = (token: string): string => token.replace(/^(?:##|Ġ|▁)/, '');

/** A text with a mask in place of a stretch, and no other one. */
export const maskedAt = (text: string, { start, end }: { readonly start: number; readonly end: number }): string =>
  `${text.slice(0, start).replaceAll(MASK, '')}${MASK}${text.slice(end).replaceAll(MASK, '')}`;

/**
 * A text with a token in place of one of its masks.
 *
 * @param mask which, from 0
 */
export function withMaskFilled(text: string, mask: number, token: string): string {
  const parts = text.split(MASK);
  const put = (before: string) => (goesOn(token) ? before.trimEnd() : before) + plainToken(token);
  return parts.slice(1).reduce((sum, part, i) => (i === mask ? put(sum) : sum + MASK) + part, parts[0]);
}
