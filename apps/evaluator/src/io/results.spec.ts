import { UserError } from '@electra-ts/config';
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

  it('keeps unusable lines in their places, and tells of them at the end', () => {
    let [out, complaints] = ['', ''];
    const results = new Results({ json: true, write: (text) => (out += text), complain: (text) => (complaints += text) });
    results.add(1, '1');
    results.fail({ where: 'a, line 2', error: new UserError({ what: 'a, line 2 is bad' }) });
    expect(() => results.end()).toThrow('1 line of 2 could not be used');
    expect(JSON.parse(out)).toEqual([1, { error: 'a, line 2 is bad.' }]);
    expect(complaints).toBe('a, line 2 is bad.\n');
  });

  it('tells of each unusable line on one line', () => {
    let complaints = '';
    const results = new Results({ json: true, write: () => undefined, complain: (text) => (complaints += text) });
    results.fail({ where: 'a', error: new UserError({ what: 'a is bad', received: 'x\n\u001b[31m' }) });
    expect(complaints).toBe('a is bad: received x\\n\\u001b[31m.\n');
  });
});
