import fc from 'fast-check';
import { keptLengths } from './kept-lengths.js';

describe('keptLengths', () => {
  it('is what is left after cutting a token of the longer one, again and again', () => {
    const length = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(length, length, length, (first, second, room) => {
        let [a, b] = [first, second];
        while (a + b > room) {
          if (a > b) a -= 1;
          else b -= 1;
        }
        expect(keptLengths(first, second, room)).toEqual([a, b]);
      }),
      { seed: 1 },
    );
  });
});
