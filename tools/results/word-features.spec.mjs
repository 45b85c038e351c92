import { FeatureIndex, textFeatures, wordFeatures, wordsOf } from './word-features.mjs';

describe('features of words', () => {
  it('counts words and words in twos', () => {
    expect(wordsOf("The cat's mat, the.")).toEqual(['the', 'cat', "'", 's', 'mat', ',', 'the', '.']);
    expect(textFeatures({ text: 'the old the old' })).toEqual([['the', 2], ['old', 2], ['the old', 2], ['old the', 1]]);
  });

  it('tells of a pair what is in both', () => {
    const features = new Map(textFeatures({ text: 'a red cat', pair: 'a red dog sleeps' }));
    expect(features.get('1:red cat')).toBe(1);
    expect(features.get('2:red dog')).toBe(1);
    expect([...features.keys()].filter((name) => name.startsWith('both:'))).toEqual(['both:a', 'both:red']);
    // Two of 3 words, of 4, and of 5 in all; one of 4 pairs of words; 3 words to 4.
    expect(['share of the first', 'share of the second', 'share of all', 'share of twos', 'lengths'].map((name) => features.get(name))).toEqual([2 / 3, 2 / 4, 2 / 5, 1 / 4, 3 / 4]);
  });

  it('tells of a word its neighbors, and where a sentence ends', () => {
    const [first] = wordFeatures(['EU', 'rejects']);
    expect(first.map(([name]) => name)).toEqual(['-2:<s>', '-1:<s>', '0:eu', '1:rejects', '2:</s>', '-1,0:<s> eu', '0,1:eu rejects']);
  });

  it('gives places to what training shows alone', () => {
    const index = new FeatureIndex();
    index.row([['a', 1], ['b', 2]], true);
    const { places, values } = index.row([['new', 1], ['b', 3]], false);
    expect([[...places], [...values], index.size]).toEqual([[1], [3], 2]);
  });
});
