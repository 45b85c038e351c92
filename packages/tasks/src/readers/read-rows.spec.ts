import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readRows, type TableLayout, textIn } from './read-rows.js';

describe('readRows', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'read-rows-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const put = async (name: string, content: string) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const values = async (path: string, layout = {}) => (await readRows(path, { text: 'text', ...layout })).map((row) => row.values);

  it('splits at tabs only, and tells each row\'s line', async () => {
    const path = await put('a.tsv', 'text\tlabel\r\n"a, b\t1\r\n\r\nc"\t0\n');
    expect(await readRows(path, { text: 'text' })).toEqual([
      { where: `${path}:2`, values: { text: '"a, b', label: '1' } },
      { where: `${path}:4`, values: { text: 'c"', label: '0' } },
    ]);
  });

  it('gives names to the columns of a file without a header, and to those that have others', async () => {
    const header = ['id', 'text'];
    expect(await values(await put('bare.tsv', '1\ta\n'), { header })).toEqual([{ id: '1', text: 'a' }]);
    expect(await values(await put('headed.tsv', 'id\ttext\n1\ta\n'), { header })).toEqual([{ id: '1', text: 'a' }]);
    const rename = { sentence: 'text' };
    expect(await values(await put('named.tsv', 'sentence\na\n'), { rename })).toEqual([{ text: 'a' }]);
    expect(await values(await put('named.jsonl', '{"sentence": "a"}\n\n'), { rename })).toEqual([{ text: 'a' }]);
  });

  it('refuses rows of another width, or skips them where the task says so', async () => {
    const path = await put('ragged.tsv', 'text\tlabel\na\nb\t1\n');
    await expect(readRows(path, { text: 'text' })).rejects.toThrow(/ragged\.tsv:2.*2 columns \(text, label\).*received 1 columns/);
    expect(await values(path, { raggedRows: 'skip' })).toEqual([{ text: 'b', label: '1' }]);
  });

  it('refuses other formats, files without rows and lines that are no object', async () => {
    await expect(values(await put('a.xlsx', 'x'))).rejects.toThrow(/a\.xlsx.*\.tsv.*\.jsonl/);
    await expect(values(await put('head.tsv', 'text\tlabel\n'))).rejects.toThrow(/no examples/);
    await expect(values(await put('list.jsonl', '{"text": "a"}\n[1]\n'))).rejects.toThrow(/list\.jsonl:2 is not a JSON object/);
  });
});

describe('textIn', () => {
  const row = { where: 'file:3', values: { text: 'a', number: 2, blank: ' ', list: ['a'] } };

  it('reads text and numbers', () => {
    expect([textIn(row, 'text'), textIn(row, 'number')]).toEqual(['a', '2']);
  });

  it.each([
    ['other', /file:3: there is no column 'other'.*text, number, blank, list/],
    ['blank', /file:3: column 'blank' is empty/],
    ['list', /file:3: column 'list' is empty or not text/],
  ])('refuses %s', (column, message) => {
    expect(() => textIn(row, column)).toThrow(message);
  });
});

describe('readRows of CSV', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'rows-'))));
  afterEach(() => rm(folder, { recursive: true }));
  async function rows(name: string, content: string, layout: TableLayout = { text: 'text' }) {
    await writeFile(join(folder, name), content);
    return (await readRows(join(folder, name), layout)).map(({ where, values }) => [where.slice(folder.length + 1), values]);
  }

  it('reads quoted cells of CSV, with commas, quotes and line ends in them', async () => {
    expect(await rows('a.csv', 'text,label\r\n"one, ""two""",x\r\n\r\n"three\nfour",y\r\n')).toEqual([
      ['a.csv:2', { text: 'one, "two"', label: 'x' }],
      ['a.csv:5', { text: 'three\nfour', label: 'y' }],
    ]);
    // In TSV quotes are characters like others.
    expect(await rows('a.tsv', 'text\tlabel\n"one\tx\n')).toEqual([['a.tsv:2', { text: '"one', label: 'x' }]]);
  });

  it('reads back whatever cells were written as RFC 4180 says', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', ' ', 'é') });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), async (table) => {
        const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
        const content = table.map(([text, label]) => `${quoted(text)},${quoted(label)}\n`).join('');
        const found = await rows('b.csv', content, { text: 'text', header: ['text', 'label'] });
        expect(found.map(([, values]) => values)).toEqual(table.map(([text, label]) => ({ text, label })));
      }),
      { numRuns: 40 },
    );
  });

  it('takes names for columns, and odd rows, as the task file says', async () => {
    expect(await rows('a.csv', 'body,label\nx,1\n', { text: 'text', rename: { body: 'text' } })).toEqual([['a.csv:2', { text: 'x', label: '1' }]]);
    expect(await rows('a.csv', 'text,label\nx\ny,1\n', { text: 'text', raggedRows: 'skip' })).toEqual([['a.csv:3', { text: 'y', label: '1' }]]);
  });

  it.each([
    ['text,label\nx,1\ny\n', /a\.csv:3 does not have the columns of the header.*2 columns \(text, label\), separated by commas.*1 columns/],
    ['text,label\n"x,1\n', /a\.csv, line 2 is not CSV: expected quotes that close/],
    ['text,label\n', /holds no examples/],
    ['', /holds no examples/],
  ])('refuses %j', async (content, message) => {
    await expect(rows('a.csv', content)).rejects.toThrow(message);
  });
});
