import fc from 'fast-check';

import { jsonRows } from './json-rows.js';
import type { TableRow } from './table-row.js';

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  const characters = [...text];
  for (let i = 0; i < characters.length; i += size) yield characters.slice(i, i + size).join('');
}

async function rowsOf(text: string, size = 1000, maxRowLength = 1000): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const row of jsonRows(inPieces(text, size), { name: 'a.jsonl', textColumn: 'text', maxRowLength })) rows.push(row);
  return rows;
}

describe('jsonRows', () => {
  it('reads what JSON.stringify wrote, whatever the chunks', async () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 9 }), async (all, size) => {
        const lines = all.map((text, id) => JSON.stringify({ id, text }));
        expect(await rowsOf(lines.join('\r\n'), size)).toEqual(all.map((text) => ({ text })));
      }),
    );
  });

  it('names the line of a wrong row, blank lines counted, and reads on', async () => {
    const lines = ['{"text": "one"}', '', '{"text": 2}', '[]', '{"txt": "3"}', '{"text"', '{"text": "five"}'];
    const told = (await rowsOf(lines.join('\n'))).map((row) => ('error' in row ? row.error.message : row.text));
    expect(told).toEqual([
      'one',
      expect.stringMatching(/a\.jsonl, line 3 has no text.*received 2/),
      expect.stringMatching(/a\.jsonl, line 4 has no text.*received \[\]/),
      expect.stringMatching(/a\.jsonl, line 5 has no column "text".*Did you mean "txt"/),
      expect.stringMatching(/a\.jsonl, line 6 is not JSON/),
      'five',
    ]);
  });

  it('does not take for a column what every object inherits', async () => {
    const rows = jsonRows(inPieces('{}', 9), { name: 'a.jsonl', textColumn: 'constructor', maxRowLength: 99 });
    expect((await rows.next()).value).toMatchObject({ error: { message: expect.stringContaining('no column "constructor"') } });
  });

  it('refuses a row past the limit, without reading the rest of it', async () => {
    let pieces = 0;
    async function* endless() {
      yield '{"text": "one"}\n{"text": "';
      for (; ; pieces++) yield 'a'.repeat(10);
    }
    const rows = jsonRows(endless(), { name: 'a.jsonl', textColumn: 'text', maxRowLength: 100 });
    await expect(rows.next()).resolves.toMatchObject({ value: { text: 'one' } });
    const message = expect.stringMatching(/a\.jsonl, line 2 is too long: .*at most 100 characters/);
    await expect(rows.next()).resolves.toMatchObject({ value: { error: { message } } });
    expect(pieces).toBeLessThan(11);
  });

  it.each([1, 7, 1000])('reads on after a row past the limit, in chunks of %d', async (size) => {
    const rows = await rowsOf(['{"text": "one"}', `{"text": "${'a'.repeat(100)}"}`, '{"text": "three"}'].join('\n'), size, 50);
    expect(rows).toEqual([{ text: 'one' }, { error: expect.objectContaining({ message: expect.stringContaining('a.jsonl, line 2 is too long') }) }, { text: 'three' }]);
  });
});
