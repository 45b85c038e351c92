import { Unigram } from './unigram.js';

describe('Unigram', () => {
  it('knows the most frequent token, the lowest of equals', () => {
    expect(new Unigram([0, 2, 5, 5]).mostFrequent).toBe(2);
  });

  it('draws tokens as often as they occur, and no others', () => {
    const drawn = new Int32Array(20_000);
    new Unigram([0, 1, 0, 3, 0]).sample(drawn, { seed: 1, step: 2, site: 0 });
    const share = (id: number) => drawn.filter((other) => other === id).length / drawn.length;
    expect(share(1)).toBeCloseTo(0.25, 1);
    expect(share(3)).toBeCloseTo(0.75, 1);
    expect(share(1) + share(3)).toBe(1);
  });

  it('is a pure function of its key', () => {
    const unigram = new Unigram([1, 1, 1, 1]);
    const draw = (step: number) => {
      const out = new Int32Array(64);
      unigram.sample(out, { seed: 9, step, site: 0 });
      return [...out];
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('counts examples without the special tokens', () => {
    const examples = [[2, 7, 3], [2, 7, 6, 3]].map((ids) => ({ ids: Int32Array.from(ids) }));
    const source = { size: 2, example: (index: number) => examples[index] };
    const unigram = Unigram.count(source, { vocabularySize: 8, special: [2, 3] });
    expect(unigram.mostFrequent).toBe(7);
  });

  it('refuses a data set without tokens', () => {
    expect(() => new Unigram([0, 0])).toThrow(/every count is 0/);
  });
});
