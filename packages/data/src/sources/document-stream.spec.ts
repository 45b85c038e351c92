import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { UserError } from '@electra-ts/config';

import { type Document, type DocumentOptions, documentStream } from './document-stream.js';

/** Written by pyarrow: see tools/fixtures/parquet_rows.py. */
const parquet = join(__dirname, '..', '..', 'fixtures', 'rows.parquet');

describe('documentStream', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'document-stream-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  const put = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);

  async function read(name: string, options?: DocumentOptions): Promise<Document[]> {
    const all: Document[] = [];
    for await (const document of documentStream([join(folder, name)], options)) {
      all.push(document);
    }
    return all;
  }

  const textsOf = async (name: string, options?: DocumentOptions) =>
    (await read(name, options)).map(({ text }) => text);

  it('makes one document of a file, paragraphs and all', async () => {
    await put('a.txt', 'One.\nTwo.\n\nThree.\n');
    expect(await read('a.txt')).toEqual([{ id: `${join(folder, 'a.txt')}#0`, text: 'One.\nTwo.\n\nThree.' }]);
  });

  it('separates documents at blank lines where asked to', async () => {
    await put('a.md', '\n\nOne.\r\nTwo.\r\n \t\r\n\r\nThree.');
    expect(await textsOf('a.md', { separator: 'blank-line' })).toEqual(['One.\nTwo.', 'Three.']);
  });

  it('reads rows of JSON, compressed too, under any key', async () => {
    await put('a.jsonl.gz', gzipSync('{"body": "One.\\nTwo."}\n\n{"body": " "}\n{"body": "Three.", "id": 3}'));
    expect(await textsOf('a.jsonl.gz', { textColumn: 'body' })).toEqual(['One.\nTwo.', 'Three.']);
  });

  it('reads a folder file after file', async () => {
    await put('b.txt', 'second');
    await put('a.txt', 'first');
    await put('empty.txt', '');
    expect(await textsOf('')).toEqual(['first', 'second']);
  });

  it('names the sources of documents where they have names', async () => {
    await put('c.txt', 'first');
    await put('b.txt', 'second');
    const sourcesOf = async (sourceNames?: readonly string[]) => {
      const all: (string | undefined)[] = [];
      for await (const { source } of documentStream([join(folder, 'b.txt'), folder], { sourceNames })) all.push(source);
      return all;
    };
    expect(await sourcesOf(['one', 'all'])).toEqual(['one', 'all']);
    expect(await sourcesOf()).toEqual([undefined, undefined]);
  });

  it('cuts long documents, in files and rows', async () => {
    await put('a.txt', 'aaa bbb\nccc ddd\neee');
    await put('b.jsonl', JSON.stringify({ text: 'aaa bbb\nccc ddd' }));
    expect(await textsOf('a.txt', { maxDocumentLength: 12 })).toEqual(['aaa bbb', 'ccc ddd\neee']);
    expect(await textsOf('a.txt', { maxDocumentLength: 5 })).toEqual(['aaa', 'bbb', 'ccc', 'ddd', 'eee']);
    expect(await textsOf('b.jsonl', { maxDocumentLength: 12 })).toEqual(['aaa bbb', 'ccc ddd']);
  });

  it('reads a file of one line of 50 MB in bounded pieces', async () => {
    // Compressed, so that the test does not write 50 MB.
    await put('line.txt.gz', gzipSync('word '.repeat(10_000_000), { level: 1 }));
    let characters = 0;
    let longest = 0;
    for await (const { text } of documentStream([join(folder, 'line.txt.gz')])) {
      characters += text.length + 1;
      longest = Math.max(longest, text.length);
    }
    expect(longest).toBeLessThanOrEqual(1 << 16);
    expect(Math.abs(characters - 50_000_000)).toBeLessThan(1000);
  });

  it('reads CSV with quotes, TSV without, and Parquet', async () => {
    await put('a.csv', '\uFEFFid,text\r\n1,"One, ""two"".\nThree."\r\n\r\n2,four\n');
    await put('a.tsv', 'id\ttext\n1\tan "odd quote\n');
    expect(await textsOf('a.csv')).toEqual(['One, "two".\nThree.', 'four']);
    expect(await textsOf('a.tsv')).toEqual(['an "odd quote']);
    const texts: string[] = [];
    for await (const { text } of documentStream([parquet])) texts.push(text);
    expect(texts).toEqual(Array.from({ length: 10 }, (_, i) => `Zeile ${i}: über`));
  });

  it('names the row of a Parquet file that has no text, and the column that was meant', async () => {
    const first = (textColumn: string) => documentStream([parquet], { textColumn }).next();
    await expect(first('body')).rejects.toThrow(/rows\.parquet, row 1 has no text.*received null/);
    await expect(first('txt')).rejects.toThrow(/the columns id, text, body.*Did you mean "text"/);
  });

  it('leaves out what is wrong where asked to, and counts', async () => {
    await put('a.csv', 'id,text\n1,one\n2\n3,three\n');
    await put('b.jsonl', '{"text": "four"}\n{\n{"text": 5}\n{"text": "six"}\n');
    await put('c.txt', Uint8Array.of(0xff));
    const errors: string[] = [];
    const onSkip = ({ message }: Error) => errors.push(message);
    const skip = { onError: 'skip', onSkip } as const;
    expect(await textsOf('', skip)).toEqual(['one', 'three', 'four', 'six']);
    expect(errors.map((message) => /\w\.\w+(, line \d)?/.exec(message)?.[0])).toEqual([
      'a.csv, line 3',
      'b.jsonl, line 2',
      'b.jsonl, line 3',
      'c.txt',
    ]);
    await expect(textsOf('', { ...skip, maxErrors: 3 })).rejects.toThrow(/more than 3 errors.*c\.txt is not UTF-8/);
    await expect(textsOf('c.txt', skip)).rejects.toThrow(/holds no text.*the first is:.*not UTF-8/);
  });

  it('reads the rows before a byte that is no text', async () => {
    const rows = Buffer.from('{"text": "one"}\n{"text": "two"}\n{"text": "th?ree"}\n{"text": "four"}\n');
    const place = rows.indexOf('?');
    for (const byte of [0, 0xff]) {
      rows[place] = byte;
      await put('broken.jsonl', rows);
      const errors: string[] = [];
      const onSkip = ({ message }: Error) => errors.push(message);
      expect(await textsOf('broken.jsonl', { onError: 'skip', onSkip })).toEqual(['one', 'two']);
      expect(errors).toEqual([expect.stringMatching(/broken\.jsonl is not .*text.* at offset 44\./)]);
    }
  });

  it('says once that there are too many errors, also where the last one is a row of several', async () => {
    await put('many.jsonl', '{"text": "one"}\n{\n{\n{\n');
    const reading = textsOf('many.jsonl', { onError: 'skip', maxErrors: 2 });
    const message = await reading.then(String, (error: Error) => error.message);
    expect(message.match(/more than 2 errors/g)).toHaveLength(1);
    expect(message).toMatch(/^The input has more than 2 errors, of which the last is: .*many\.jsonl, line 4/);
  });

  it('reads standard input, compressed or not', async () => {
    async function* stdin() {
      yield gzipSync('{"text": "One."}\n{"text": 2}');
    }
    const stream = documentStream(['-'], { stdin: stdin(), format: 'jsonl' });
    await expect(stream.next()).resolves.toEqual({ done: false, value: { id: '-#0', text: 'One.' } });
    await expect(stream.next()).rejects.toThrow(/standard input, line 2 has no text/);
  });

  it('stops reading when the consumer does', async () => {
    await put('a.txt', 'One.\n\nTwo.');
    const stream = documentStream([join(folder, 'a.txt')], { separator: 'blank-line' });
    await stream.next();
    await expect(stream.return(undefined)).resolves.toEqual({ done: true, value: undefined });
    await expect(stream.next()).resolves.toEqual({ done: true, value: undefined });
  });

  it.each([
    ['empty.txt', '', /empty\.txt holds no text/],
    ['blank.txt', ' \n\n', /blank\.txt holds no text/],
    ['latin.txt', Buffer.from([0x61, 0x0a, 0xe9, 0x0a]), /latin\.txt is not UTF-8.*0xe9 at offset 2/],
    ['a.jsonl', '{"text": "a"}\n{"text": 3}', /a\.jsonl, line 2 has no text.*"text".*received 3/],
    ['b.jsonl', '{"title": "a", "body": "b"}', /line 1 has no column "text".*the columns title, body/],
    ['c.jsonl', '\n"text"', /line 2 has no text/],
    ['d.jsonl', '{"text": "a"}\n{oops', /d\.jsonl, line 2 is not JSON/],
    ['a.csv', 'id,text\n1,one\n2,two,more\n', /line 3 does not fit the header.*2 cells.*received 3/],
    ['b.csv', 'id,text\n1,"one\n2,two\n', /b\.csv, line \d is not CSV.*quotes that close/],
    ['c.csv', 'id,txet\n1,one\n', /c\.csv has no column "text".*Did you mean "txet"/],
    ['nul.jsonl', '{"text": "a"}\n{"text": "b\\u0000"}', /nul\.jsonl, line 2 is not text.*NUL character \(U\+0000\), character 2/],
    ['nul.csv', 'id,text\n1,o\0ne\n', /nul\.csv is not text.*offset 11/],
    ['a.tsv', 'id\ttext\n1\n', /line 2 does not fit/],
    ['a.parquet', 'PAR1', /a\.parquet.*a whole Parquet file/],
    ['cut.parquet', readFileSync(parquet).subarray(0, 300), /cut\.parquet.*a whole Parquet file/],
  ])('says what is wrong with %s', async (name, content, message) => {
    await put(name, content);
    const error = await read(name).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toMatch(message);
  });

  it('refuses a row past the limit and a folder of empty files', async () => {
    await put('a.jsonl', `{"text": "${'a'.repeat(50)}"}`);
    await expect(read('a.jsonl', { maxRowLength: 40 })).rejects.toThrow(/line 1.*at most 40 characters/);
    await put('a.jsonl', '');
    await expect(read('')).rejects.toThrow(/holds no text/);
    await expect(read('', { maxDocumentLength: 0 })).rejects.toThrow(/maxDocumentLength.*received 0/);
    await expect(read('', { maxRowLength: 2 ** 29 })).rejects.toThrow(/maxRowLength is out of range: expected from 1 to 536870888, received 536870912/);
  });
});
