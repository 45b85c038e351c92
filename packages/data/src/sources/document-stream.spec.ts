import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { UserError } from '@electra-ts/config';

import { type Document, type DocumentOptions, documentStream } from './document-stream.js';

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
    expect(await textsOf('a.jsonl.gz', { textKey: 'body' })).toEqual(['One.\nTwo.', 'Three.']);
  });

  it('reads a folder file after file', async () => {
    await put('b.txt', 'second');
    await put('a.txt', 'first');
    await put('empty.txt', '');
    expect(await textsOf('')).toEqual(['first', 'second']);
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
    ['a.jsonl', '{"text": "a"}\n{"text": 3}', /a\.jsonl, line 2 has no text.*"text".*the keys text/],
    ['b.jsonl', '{"title": "a", "body": "b"}', /line 1 has no text.*the keys title, body/],
    ['c.jsonl', '\n"text"', /line 2 has no text/],
    ['d.jsonl', '{"text": "a"}\n{oops', /d\.jsonl, line 2 is not JSON/],
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
  });
});
