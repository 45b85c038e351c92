import { showValue } from './show-value.js';

describe('showValue', () => {
  it.each([
    ['many', '"many"'],
    [12.5, '12.5'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
    [undefined, 'nothing'],
    [null, 'null'],
    [{ a: [1, true] }, '{"a":[1,true]}'],
    [12n, '12'],
    [Symbol('s'), 'Symbol(s)'],
  ])('%p', (value, text) => {
    expect(showValue(value)).toBe(text);
  });

  it('cuts what is long', () => {
    const text = showValue('x'.repeat(500));
    expect(text).toBe(`"${'x'.repeat(58)}…`);
  });

  it.each([
    ['lists', '[', ']'],
    ['mappings', '{"a":', '}'],
  ])('cuts what is nested deeper than there is stack: %s', (_, open, close) => {
    const value: unknown = JSON.parse(`${open.repeat(100_000)}1${close.repeat(100_000)}`);
    expect(showValue(value)).toBe('a deeply nested value');
  });

  it('shows a value that contains itself', () => {
    const value: Record<string, unknown> = {};
    value['self'] = value;
    expect(showValue(value)).toBe('[object Object]');
  });
});
