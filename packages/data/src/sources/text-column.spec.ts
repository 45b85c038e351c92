import { missingColumn, noText, textColumnIndex } from './text-column.js';

describe('textColumnIndex', () => {
  it('finds a column', () => {
    expect(textColumnIndex(['id', 'text'], 'text', 'a.csv')).toBe(1);
  });

  it('proposes the likeliest column where there is none of that name', () => {
    const find = () => textColumnIndex(['id', 'Text'], 'text', 'a.csv');
    expect(find).toThrow(/a\.csv has no column "text".*the columns id, Text\. Did you mean "Text"\?.*--text-column/);
    expect(missingColumn([], 'text', 'a.csv').message).toMatch(/received no columns\. Name/);
  });

  it('shows what a row has instead of text', () => {
    expect(noText('text', 'a.csv, row 3', null).message).toMatch(/a\.csv, row 3 has no text.*received null/);
    expect(noText('text', 'a.csv, row 3', undefined).message).toMatch(/received nothing/);
  });
});
