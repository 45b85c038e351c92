import { missingColumn, noText, textColumnIndex, textRow } from './text-column.js';

describe('textColumnIndex', () => {
  it('finds a column', () => {
    expect(textColumnIndex(['id', 'text'], 'text', 'a.csv')).toBe(1);
  });

  it('proposes the likeliest column where there is none of that name', () => {
    const find = () => textColumnIndex(['id', 'Text'], 'text', 'a.csv');
    expect(find).toThrow(/a\.csv has no column "text".*the columns id, Text\. Did you mean "Text"\?.*--text-column/);
    expect(missingColumn([], 'text', 'a.csv').message).toMatch(/received no columns\. Name/);
  });

  it('makes a row of text, and of no text with a NUL character', () => {
    expect(textRow('a\u0001b', 'text', 'a.jsonl, line 1')).toEqual({ text: 'a\u0001b' });
    const row = textRow('a\0b', 'text', 'a.jsonl, line 2') as { error: Error };
    expect(row.error.message).toMatch(/a\.jsonl, line 2 is not text: .*NUL character \(U\+0000\), character 2.*--on-error skip/);
    expect((textRow(5n, 'text', 'a.parquet, row 1') as { error: Error }).error.message).toMatch(/received 5/);
  });

  it('shows what a row has instead of text', () => {
    expect(noText('text', 'a.csv, row 3', null).message).toMatch(/a\.csv, row 3 has no text.*received null/);
    expect(noText('text', 'a.csv, row 3', undefined).message).toMatch(/received nothing/);
  });
});
