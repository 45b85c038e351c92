import fc from 'fast-check';
import { findDuplicateKey } from './duplicate-key.js';

describe('findDuplicateKey', () => {
  it.each([
    ['{"a": 1, "a": 2}', 'a'],
    ['{"a": {"b": [1, {"c": 0, "c" : 1}]}}', 'c'],
    ['{"\\u0061": 1, "a": 2}', 'a'],
    ['{"q\\"": 1, "q\\"": 2}', 'q"'],
  ])('finds it in %s', (json, key) => {
    expect(findDuplicateKey(json)).toBe(key);
  });

  it.each(['{"a": "a", "b": ["a", "a"]}', '{"a": {"a": {"a": 1}}}', '[{"a": 1}, {"a": 1}]', '{}', '"a"', '[]'])(
    'finds none in %s',
    (json) => {
      expect(findDuplicateKey(json)).toBeUndefined();
    },
  );

  it('finds none in anything that JSON.stringify wrote', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(findDuplicateKey(JSON.stringify(JSON.parse(json)))).toBeUndefined();
      }),
    );
  });

  it('finds a repeated entry among others', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1 }), fc.nat(), (keys, seed) => {
        const repeated = keys[seed % keys.length];
        const json = `{${[...keys, repeated].map((key) => `${JSON.stringify(key)}: {"${'{'}": "}"}`).join(' , ')}}`;
        expect(findDuplicateKey(json)).toBe(repeated);
      }),
    );
  });
});
