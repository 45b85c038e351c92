import { buildDocuments } from '../shards/build-documents.js';
import { exampleModes } from './example-mode.js';

/** A letter is a token, and a word. */
const encodePieces = async (texts: readonly string[]) =>
  texts.map((text) => ({ ids: Int32Array.from(text, (letter) => letter.charCodeAt(0)), wordStarts: new Uint8Array(text.length).fill(1) }));

describe('exampleModes', () => {
  it.each(exampleModes)('%s: has of a document what its description says', async (exampleMode) => {
    const options = { sequenceLength: 64, specialTokens: { cls: 2, sep: 3 }, seed: 1, sentenceUnit: 'line', overflow: 'carry', exampleMode } as const;
    const text = Array.from({ length: 60 }, (_, i) => 'abcd'.repeat(1 + (i % 2))).join('\n');
    const [{ examples }] = await buildDocuments([text], { encodePieces }, options);
    const tokens = examples.reduce((sum, { ids }) => sum + ids.filter((id) => id > 3).length, 0);
    // 30 lines of four letters and 30 of eight, none of which is lost.
    expect(tokens).toBe(30 * 4 + 30 * 8);
    const segments = new Set(examples.flatMap(({ types }) => [...types])).size;
    expect(segments).toBe(exampleMode === 'reference' ? 2 : 1);
    expect(examples.length === 60).toBe(exampleMode === 'sentence');
  });
});
