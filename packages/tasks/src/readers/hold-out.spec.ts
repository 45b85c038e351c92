import { isHeldOut } from './hold-out.js';

describe('isHeldOut', () => {
  it('chooses about a tenth of examples', () => {
    const examples = Array.from({ length: 5000 }, (_, n) => ({ text: `sentence ${n}`, label: String(n % 2) }));
    const share = examples.filter(isHeldOut).length / examples.length;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.12);
  });

  // From version 0.1: another choice would compare results on other examples.
  it('chooses the same as ever', () => {
    const chosen = (make: (n: number) => object) => Array.from({ length: 60 }, (_, n) => n).filter((n) => isHeldOut(make(n)));
    expect(chosen((n) => ({ text: `sentence ${n}` }))).toEqual([15, 23, 33, 38, 40, 57]);
    expect(chosen((n) => ({ text: 'a', pair: `pair ${n}` }))).toEqual([12, 31, 33, 39, 48, 58]);
    expect(chosen((n) => ({ context: `context ${n}`, question: 'Who?' }))).toEqual([13, 15, 20, 32, 42, 43, 44, 47, 50, 57]);
  });

  it('goes by what an example says, whatever is right of it', () => {
    for (let n = 0; n < 200; n++) {
      expect(isHeldOut({ text: `sentence ${n}`, label: 'yes' })).toBe(isHeldOut({ text: `sentence ${n}`, label: 'no' }));
      expect(isHeldOut({ context: `context ${n}`, question: 'Who?' })).toBe(isHeldOut({ context: `context ${n}`, question: 'Where?' }));
    }
  });

  it('reads the other text of a pair, a question and choices too', () => {
    const outcomes = (make: (n: number) => object) => new Set(Array.from({ length: 200 }, (_, n) => isHeldOut(make(n)))).size;
    expect(outcomes((n) => ({ text: 'a', pair: `pair ${n}` }))).toBe(2);
    expect(outcomes((n) => ({ text: 'a', question: `question ${n}` }))).toBe(2);
    expect(outcomes((n) => ({ text: 'a', choices: [`choice ${n}`, 'b'] }))).toBe(2);
  });
});
