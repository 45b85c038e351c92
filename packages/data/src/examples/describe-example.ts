import type { Tokenizer } from '@electra-ts/tokenizer';
import type { Example } from './example-builder.js';

/**
 * An example in readable text: its length, each segment decoded, and its tokens one by one, where a middle dot joins
 * the pieces of a word.
 */
export function describeExample(example: Example, tokenizer: Pick<Tokenizer, 'decode' | 'idToToken'>): string {
  const { ids, types, wordStarts } = example;
  const boundary = types.indexOf(1);
  const firstLength = boundary < 0 ? ids.length : boundary;
  const tokens = Array.from(ids, (id, t) => {
    const isInside = t > 0 && wordStarts?.[t] === 0;
    return `${t === 0 ? '' : isInside ? '·' : ' '}${tokenizer.idToToken(id)}`;
  });
  const lines = [`${ids.length} tokens`, `A (${firstLength}): ${tokenizer.decode(ids.subarray(0, firstLength))}`];
  if (firstLength < ids.length) {
    lines.push(`B (${ids.length - firstLength}): ${tokenizer.decode(ids.subarray(firstLength))}`);
  }
  lines.push(`tokens: ${tokens.join('')}`);
  return lines.join('\n');
}
