import type { TokenDoubt } from '@electra-ts/discriminator';
import { oneLine } from './one-line.js';

/**
 * A text as people read it, with `[[…]]` around what is more likely replaced than not, and those probabilities behind it. Where nothing is, as
 * usual in good text, the likeliest token's. One line, whatever the text holds.
 *
 * @param tokens of the text, in order
 */
export function markedText(text: string, tokens: readonly TokenDoubt[]): string {
  const doubted = tokens.filter(({ replaced }) => replaced > 0.5);
  let shown = '';
  let at = 0;
  for (const { start, end } of doubted) {
    shown += `${text.slice(at, start)}[[${text.slice(start, end)}]]`;
    at = end;
  }
  return [`${shown}${text.slice(at)}`, ...listed(doubted, tokens)].map(oneLine).join('\t');
}

function listed(doubted: readonly TokenDoubt[], all: readonly TokenDoubt[]): string[] {
  if (doubted.length > 0) return [doubted.map(inWords).join(', ')];
  if (all.length === 0) return [];
  return [`none above 0.5, likeliest ${inWords(all.reduce((most, each) => (each.replaced > most.replaced ? each : most)))}`];
}

const inWords = ({ token, replaced }: TokenDoubt): string => `${token} ${replaced.toFixed(2)}`;
