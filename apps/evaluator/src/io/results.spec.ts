import { Results } from './results.js';

describe('Results', () => {
  const written = (json: boolean, values: unknown[]): string => {
    let out = '';
    const results = new Results({ json, write: (text) => (out += text) });
    values.forEach((value) => results.add(value, `text of ${JSON.stringify(value)}`));
    results.end();
    return out;
  };

  it('is one JSON document', () => {
    expect(JSON.parse(written(true, [{ a: 1 }, 'b']))).toEqual([{ a: 1 }, 'b']);
    expect(JSON.parse(written(true, []))).toEqual([]);
  });

  it('is a line a result otherwise', () => {
    expect(written(false, [1, 2])).toBe('text of 1\ntext of 2\n');
  });
});
