import type { BuiltDocument } from './build-documents.js';
import { buffersOf, packDocuments, unpackDocuments } from './packed-documents.js';

const example = (ids: number[], boundary: number, starts: number[]) => ({
  ids: Int32Array.from(ids),
  types: Uint8Array.from(ids, (_, t) => (t < boundary ? 0 : 1)),
  wordStarts: Uint8Array.from(starts),
});

const documents: BuiltDocument[] = [
  {
    hash: { place: 0.123456789, words: [1, -2, 3] },
    droppedTokens: 5,
    examples: [example([2, 70_000, 3], 3, [1, 0, 1]), example([2, 7, 3, 8, 3], 3, [1, 1, 1, 0, 1])],
  },
  { hash: { place: 0.5, words: [4, 5, 6] }, droppedTokens: 0, examples: [] },
  { hash: { place: 0.75, words: [7, 8, -9] }, droppedTokens: 0, examples: [example([2, 3], 2, [1, 1])] },
];

describe('packDocuments', () => {
  it('is undone by unpackDocuments, also after a transfer', () => {
    const packed = packDocuments(documents);
    const sent = structuredClone(packed, { transfer: buffersOf(packed) });
    expect(packed.ids.length).toBe(0);
    expect(unpackDocuments(sent)).toEqual(documents);
  });

  it('takes examples without word starts as those where each token begins a word', () => {
    const { wordStarts, ...bare } = example([2, 9, 3], 3, [1, 0, 1]);
    expect(wordStarts).toHaveLength(3);
    const [document] = unpackDocuments(packDocuments([{ ...documents[1], examples: [bare] }]));
    expect(document.examples[0].wordStarts).toEqual(Uint8Array.of(1, 1, 1));
  });
});
