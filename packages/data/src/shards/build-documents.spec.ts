import { buildDocuments, type BuildOptions } from './build-documents.js';
import { hashDocument } from './held-out.js';

const options: BuildOptions = {
  sequenceLength: 8,
  specialTokens: { cls: 2, sep: 3 },
  seed: 1,
  sentenceUnit: 'line',
  overflow: 'carry',
  exampleMode: 'packed',
};

/** A letter is a token, and a word. */
const encodePieces = jest.fn(async (texts: readonly string[]) =>
  texts.map((text) => ({
    ids: Int32Array.from(text, (letter) => letter.charCodeAt(0)),
    wordStarts: new Uint8Array(text.length).fill(1),
  })),
);

describe('buildDocuments', () => {
  it('encodes all sentences at once, and joins none of two documents', async () => {
    const documents = await buildDocuments(['ab\nc', '', 'd\n\ne'], { encodePieces }, options);
    expect(encodePieces.mock.calls).toEqual([[['ab', 'c', 'd', 'e']]]);
    expect(documents.map(({ examples }) => examples.map(({ ids }) => [...ids]))).toEqual([
      [[2, 97, 98, 99, 3]],
      [],
      [[2, 100, 101, 3]],
    ]);
    expect(documents[0].hash).toEqual(hashDocument('ab\nc'));
  });

  it('counts tokens that are dropped', async () => {
    const dropping = { ...options, overflow: 'drop', exampleMode: 'sentence' } as const;
    const [document] = await buildDocuments(['abcdefgh'], { encodePieces }, dropping);
    expect([document.examples.length, document.droppedTokens]).toEqual([1, 2]);
  });

  it('builds the same from the same text, wherever it stands, and something else with another seed', async () => {
    const text = Array.from({ length: 40 }, (_, i) => 'abc'.repeat(1 + (i % 3))).join('\n');
    const lengths = async (texts: readonly string[], seed: number) => {
      const built = await buildDocuments(texts, { encodePieces }, { ...options, sequenceLength: 32, exampleMode: 'reference', seed });
      return built.at(-1)!.examples.map(({ types }) => types.indexOf(1));
    };
    const alone = await lengths([text], 1);
    expect(await lengths(['xyz', text], 1)).toEqual(alone);
    expect(await lengths([text], 2)).not.toEqual(alone);
  });
});
