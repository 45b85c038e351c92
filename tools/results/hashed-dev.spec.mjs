import { hashedDev } from './hashed-dev.mjs';

describe('hashedDev', () => {
  const sentences = Array.from({ length: 2000 }, (_, n) => `word${n} NN B-NP\nends . O`);

  it('holds out about a tenth, every sentence being on one side', () => {
    const { train, dev } = hashedDev(sentences.join('\n\n'));
    const parts = [train, dev].map((text) => text.split('\n\n').filter((each) => each !== ''));
    expect(parts.flat().sort()).toEqual([...sentences].sort());
    // Four standard deviations, 13.4 each, around 200.
    expect(Math.abs(parts[1].length - 200)).toBeLessThan(54);
  });

  it('decides by the sentence, not by where it stands', () => {
    const held = (list) => new Set(hashedDev(list.join('\n\n')).dev.split('\n\n'));
    expect(held(sentences.toReversed())).toEqual(held(sentences));
  });
});
