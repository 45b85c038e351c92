import { normalizeUnicode } from './normalize-unicode.js';

describe('normalizeUnicode', () => {
  it('composes letters and leaves their meaning alone', () => {
    expect(normalizeUnicode().apply({ id: 'a', text: 'cafe\u0301 \ufb01' })).toEqual({ id: 'a', text: 'caf\u00e9 \ufb01' });
  });

  it('folds compatible characters where that is asked for', () => {
    expect(normalizeUnicode('NFKC').apply({ id: 'a', text: '\ufb01n' })).toEqual({ id: 'a', text: 'fin' });
  });
});
