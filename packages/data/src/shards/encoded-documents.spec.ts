import { documentGroups, encodeDocuments } from './encoded-documents.js';

async function* stream(...texts: string[]) {
  for (const text of texts) {
    yield { id: text, text };
  }
}

describe('documentGroups', () => {
  it('gathers documents up to a number of characters', async () => {
    const groups: string[][] = [];
    for await (const group of documentGroups(stream('aaa', 'bb', 'cccccc', 'd'), 7)) {
      groups.push(group.map(({ text }) => text));
    }
    expect(groups).toEqual([['aaa', 'bb'], ['cccccc'], ['d']]);
  });
});

describe('encodeDocuments', () => {
  it('encodes all sentences at once and gives each document its own', async () => {
    const encodePieces = jest.fn(async (texts: readonly string[]) =>
      texts.map((text) => ({
        ids: Int32Array.from(text, (letter) => letter.charCodeAt(0)),
        wordStarts: Uint8Array.from(text, (_, i) => (i === 0 ? 1 : 0)),
      })),
    );
    const documents = [
      { id: '1', text: 'ab\nc--' },
      { id: '2', text: 'd' },
    ];
    const encoded = await encodeDocuments(documents, { encodePieces }, 'line');
    expect(encodePieces.mock.calls).toEqual([[['ab', 'c--', 'd']]]);
    expect(encoded.map(({ document }) => document.id)).toEqual(['1', '2']);
    expect(encoded[0].sentences.map(({ wordStarts }) => [...wordStarts])).toEqual([
      [1, 0],
      [1, 0, 0],
    ]);
    expect(encoded[1].sentences.map(({ ids }) => [...ids])).toEqual([[100]]);
  });
});
