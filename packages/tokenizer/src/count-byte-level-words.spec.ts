import fc from 'fast-check';
import { byteLevelPreTokenizer, lowercase as lowercaseNormalizer } from 'tokenizers';

import { countByteLevelWords } from './count-byte-level-words.js';

describe('countByteLevelWords', () => {
  it('keeps the space before a word and writes bytes as characters', async () => {
    const words = await countByteLevelWords(["the cat  the cat's é\n\nit"], { lowercase: false });
    expect(Object.fromEntries(words)).toEqual({
      the: 1,
      Ġcat: 2,
      Ġ: 1,
      Ġthe: 1,
      "'s": 1,
      'ĠÃ©': 1,
      Ċ: 2,
      it: 1,
    });
  });

  it.each([true, false])('equals the library applied to each whole text (lowercase: %s)', async (lowercase) => {
    const normalizer = lowercaseNormalizer();
    const preTokenizer = byteLevelPreTokenizer(false, true);
    const pieces = fc.constantFrom(...'aB. \n\t\r\u000B\u0085\u00A0\uFEFF\u180E\u200B\u001C\u0301\u3000中éİ😀\'1', "'s");
    const texts = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.array(pieces).map((parts) => parts.join(''))));
    await fc.assert(
      fc.asyncProperty(texts, fc.constantFrom(3, 1e6), async (sample, maxWaiting) => {
        const expected = new Map<string, number>();
        for (const text of sample) {
          for (const [word] of preTokenizer.preTokenizeString(lowercase ? normalizer.normalizeString(text) : text)) {
            expected.set(word, (expected.get(word) ?? 0) + 1);
          }
        }
        const found = await countByteLevelWords(sample, { lowercase, maxWaiting });
        expect(new Map([...found].sort())).toEqual(new Map([...expected].sort()));
      }),
      { numRuns: 300 },
    );
  });

  it('reports progress and stops when aborted', async () => {
    const onProgress = jest.fn();
    const long = 'word '.repeat(500_000);
    await countByteLevelWords(['short', long], { lowercase: false, onProgress });
    expect(onProgress).toHaveBeenCalledTimes(3);
    expect(onProgress).toHaveBeenLastCalledWith({ texts: 2, characters: long.length + 5 });
    const signal = AbortSignal.abort();
    await expect(countByteLevelWords(['a'], { lowercase: false, signal })).rejects.toMatchObject({ name: 'AbortError' });
  });
});
