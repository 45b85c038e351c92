import fc from 'fast-check';
import { bertNormalizer, bertPreTokenizer } from 'tokenizers';

import { countWords, type CountProgress } from './count-words.js';

async function counts(texts: Iterable<string>, lowercase = true): Promise<Record<string, number>> {
  return Object.fromEntries(await countWords(texts, { lowercase }));
}

describe('countWords', () => {
  it('counts words across texts', async () => {
    await expect(counts(['The cat, the dog.', 'A cat'])).resolves.toEqual({
      the: 2,
      cat: 2,
      dog: 1,
      a: 1,
      ',': 1,
      '.': 1,
    });
  });

  it('keeps case and accents on demand', async () => {
    await expect(counts(['Élan élan'], false)).resolves.toEqual({ Élan: 1, élan: 1 });
    await expect(counts(['Élan élan'])).resolves.toEqual({ elan: 2 });
  });

  it('joins words across characters that the normalizer deletes and splits CJK ideographs', async () => {
    await expect(counts(['ab\uFEFFcd ef\u000Bgh 中文 x\u00A0y'])).resolves.toEqual({
      abcd: 1,
      efgh: 1,
      中: 1,
      文: 1,
      x: 1,
      y: 1,
    });
  });

  it.each([true, false])('equals the library applied to each whole text (lowercase: %s)', async (lowercase) => {
    const normalizer = bertNormalizer({ cleanText: true, handleChineseChars: true, lowercase });
    const preTokenizer = bertPreTokenizer();
    const pieces = fc.constantFrom(...'aB. \n\t\r\u000B\uFEFF\u0301\u3000中éİ😀');
    const texts = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.array(pieces).map((parts) => parts.join(''))));
    await fc.assert(
      fc.asyncProperty(texts, async (sample) => {
        const expected = new Map<string, number>();
        for (const text of sample) {
          for (const [word] of preTokenizer.preTokenizeString(normalizer.normalizeString(text))) {
            expected.set(word, (expected.get(word) ?? 0) + 1);
          }
        }
        expect(new Map([...(await countWords(sample, { lowercase }))].sort())).toEqual(new Map([...expected].sort()));
      }),
    );
  });

  it('counts more different words than wait at once, or go into a call', async () => {
    const numbers = 3000;
    const text = Array.from({ length: numbers }, (_, i) => i.toString(36)).join(' ');
    for (const maxWaiting of [7, 1e6]) {
      const words = await countWords([text, text], { lowercase: true, maxWaiting });
      expect(words.size).toBe(numbers);
      expect(new Set(words.values())).toEqual(new Set([2]));
    }
  });

  it('reports progress, also within a long text', async () => {
    const reports: CountProgress[] = [];
    const long = 'word '.repeat(500_000);
    await countWords(['short', long], { lowercase: true, onProgress: (report) => reports.push(report) });
    expect(reports.at(-1)).toEqual({ texts: 2, characters: long.length + 5 });
    expect(reports.length).toBe(3);
  });

  it('stops when aborted', async () => {
    const controller = new AbortController();
    function* endless(): Generator<string> {
      for (;;) yield 'word '.repeat(1000);
    }
    setTimeout(() => controller.abort(), 5);
    const counting = countWords(endless(), { lowercase: true, signal: controller.signal });
    await expect(counting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
