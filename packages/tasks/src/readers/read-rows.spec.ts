import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRows, textIn } from './read-rows.js';

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
