import fc from 'fast-check';

import { delimitedRows } from './delimited-rows.js';

/** Pieces of whole characters, which is what decoded bytes come in. */
async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  const characters = [...text];
  for (let i = 0; i < characters.length; i += size) yield characters.slice(i, i + size).join('');
}

describe('delimitedRows', () => {
  it('reads what is quoted as RFC 4180 says, whatever the chunks', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '"', ',', '\n', '\r\n', ' '), maxLength: 12 });
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), async (cells, size) => {
        const csv = ['text,id', ...cells.map((text, i) => `${quote(text)},${i}`)].join('\r\n');
        const options = { name: 'a.csv', kind: 'csv', textColumn: 'text', maxRowLength: 1000 } as const;
        const texts: unknown[] = [];
        for await (const row of delimitedRows(inPieces(csv, size), options)) texts.push(row);
        expect(texts).toEqual(cells.map((text) => ({ text })));
      }),
    );
  });

  it('refuses a row past the limit', async () => {
    const options = { name: 'a.tsv', kind: 'tsv', textColumn: 'text', maxRowLength: 50 } as const;
    const rows = delimitedRows(inPieces(`text\n${'a'.repeat(500)}\n`, 10), options);
    await expect(rows.next()).rejects.toThrow(/a\.tsv, line \d.*at most 50 characters/);
  });
});
