import fc from 'fast-check';
import { goesOn, MASK, maskedAt, plainToken, withMaskFilled } from './candidates.js';

describe('plainToken', () => {
  it.each([
    ['meal', 'meal'],
    ['##ed', 'ed'],
    ['Ġmeal', 'meal'],
    ['▁meal', 'meal'],
    // Only a mark at the beginning is one.
    ['C##', 'C##'],
    ['#', '#'],
  ])('of %j is %j', (token, plain) => expect(plainToken(token)).toBe(plain));

  it('goes on with a word where WordPiece says so', () => {
    expect(['##ed', 'ed', 'Ġed', '#'].map(goesOn)).toEqual([true, false, false, false]);
  });
});

describe('maskedAt', () => {
  it('has one mask, at the stretch', () => {
    expect(maskedAt('the chef [MASK] it', { start: 4, end: 8 })).toBe(`the ${MASK}  it`);
    expect(maskedAt('[MASK]a', { start: 6, end: 7 })).toBe(MASK);
  });
});

describe('withMaskFilled', () => {
  it('fills the one that is meant', () => {
    expect(withMaskFilled('a [MASK] b [MASK].', 0, 'x')).toBe('a x b [MASK].');
    expect(withMaskFilled('a [MASK] b [MASK].', 1, 'Ġx')).toBe('a [MASK] b x.');
  });

  it('joins the end of a word to its word', () => {
    expect(withMaskFilled('the cook [MASK] it', 0, '##ed')).toBe('the cooked it');
    expect(withMaskFilled('[MASK]', 0, '##ed')).toBe('ed');
  });

  it('leaves one mask less, and the rest as it was', () => {
    const parts = fc.array(fc.stringMatching(/^[a-z .]*$/), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(parts, fc.nat(), (texts, n) => {
        const mask = n % (texts.length - 1);
        const filled = withMaskFilled(texts.join(MASK), mask, 'X');
        expect(filled.split(MASK)).toHaveLength(texts.length - 1);
        expect(filled.replace('X', MASK)).toBe(texts.join(MASK));
      }),
    );
  });
});
