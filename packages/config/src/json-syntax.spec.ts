import fc from 'fast-check';

import { jsonErrorOffset } from './json-syntax.js';

describe('jsonErrorOffset', () => {
  it.each([
    ['{"a": 1,}', 8],
    ['{"a" 1}', 5],
    ['{a: 1}', 1],
    ['[1 2]', 3],
    ['[1,\n  tru]', 6],
    ['{"a": [1, 2', 11],
    ['1 x', 2],
    ['[01]', 1],
    ['["\n"]', 1],
    ['', 0],
  ])('%j', (text, offset) => {
    expect(jsonErrorOffset(text)).toBe(offset);
  });

  it('finds nothing wrong with what JSON.stringify writes', () => {
    fc.assert(fc.property(fc.json(), (text) => jsonErrorOffset(text) === undefined));
  });

  it('agrees with JSON.parse about what is JSON', () => {
    const pieces = fc.constantFrom(...'{}[],: x"', '"a"', '1', '-2.5e3', 'true', 'null', '01');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 7 }), (parts) => {
        const text = parts.join('');
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        return valid === (jsonErrorOffset(text) === undefined);
      }),
      { numRuns: 2000 },
    );
  });
});
