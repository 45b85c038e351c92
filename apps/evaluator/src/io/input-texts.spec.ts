import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type InputChoice, type InputRecord, inputRecords, textOf, valueOf } from './input-texts.js';

describe('inputRecords', () => {
  let folder: string;
  const file = (content: string): string => {
    const path = join(folder, 'input.txt');
    writeFileSync(path, content);
    return path;
  };
  const all = async (choice: InputChoice) => {
    const found = [];
    for await (const record of inputRecords(choice)) found.push(valueOf(record, (values) => values));
    return found;
  };

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'input-texts-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is the text of the command line', async () => {
    expect(await all({ text: 'a b' })).toEqual([{ text: 'a b' }]);
    expect(await all({ text: 'a\nb' })).toEqual([{ text: 'a\nb' }]);
  });

  it('reads a JSON object of the command line like a line', async () => {
    expect(await all({ text: '{"question": "a", "context": "b"}' })).toEqual([{ question: 'a', context: 'b' }]);
    await expect(all({ text: '{"question": ' })).rejects.toThrow(/^--text is not JSON/);
    await expect(all({ text: ' ' })).rejects.toThrow(/^--text is blank/);
  });

  it('reads lines, plain and JSON', async () => {
    const input = file('one\r\n{"text": "two", "pair": "three"}\nfour');
    expect(await all({ input })).toEqual([{ text: 'one' }, { text: 'two', pair: 'three' }, { text: 'four' }]);
  });

  it('names the line that is wrong', async () => {
    const records = [];
    for await (const record of inputRecords({ input: file('good\n{"text": 3}\n') })) records.push(record);
    const last = records[1];
    expect(() => valueOf(last, textOf)).toThrow(/line 2: It has no text/);
    await expect(all({ input: file('{"text": ') })).rejects.toThrow('line 1 is not JSON');
  });

  it('refuses a blank text in JSON as it does a blank line', async () => {
    const records: InputRecord[] = [];
    for await (const record of inputRecords({ input: file('{"text": ""}\n') })) records.push(record);
    expect(() => valueOf(records[0], textOf)).toThrow(/line 1: What is under "text" is blank/);
  });

  it('names the line that is not UTF-8, and reads the others', async () => {
    const path = join(folder, 'latin.txt');
    writeFileSync(path, Buffer.concat([Buffer.from('gr\u00fcn\u2028gelb\n'), Uint8Array.of(0x63, 0xe9, 0x0a), Buffer.from('\ud83d\ude00\n')]));
    const records: InputRecord[] = [];
    for await (const record of inputRecords({ input: path })) records.push(record);
    expect([records[0], records[2]].map((record) => valueOf(record, textOf))).toEqual(['gr\u00fcn\u2028gelb', '\ud83d\ude00']);
    expect(() => valueOf(records[1], textOf)).toThrow(/latin\.txt, line 2 is not UTF-8 text/);
  });

  it('tells of blank lines in their places, but for those at the end', async () => {
    const found = [];
    for await (const record of inputRecords({ input: file('one\n\n \r\nfour\r\n\n \n') })) found.push('error' in record ? record.error.message : record.values['text']);
    expect(found).toEqual(['one', expect.stringMatching(/input\.txt, line 2 is blank: expected plain text/), expect.stringMatching(/line 3 is blank/), 'four']);
  });

  it('refuses an input without any text', async () => {
    for (const text of ['', '\n \n']) await expect(all({ input: file(text) })).rejects.toThrow(/input\.txt holds no text/);
  });

  it('ends where it waits for a line that does not come', async () => {
    const stdin = new PassThrough();
    const original = Object.getOwnPropertyDescriptor(process, 'stdin') as PropertyDescriptor;
    Object.defineProperty(process, 'stdin', { value: stdin, configurable: true });
    try {
      const controller = new AbortController();
      const records = inputRecords({ input: '-', signal: controller.signal });
      stdin.write('one\n');
      expect((await records.next()).value).toMatchObject({ values: { text: 'one' } });
      const next = records.next();
      controller.abort(new Error('enough'));
      await expect(next).rejects.toThrow('enough');
      expect(stdin.destroyed).toBe(true);
    } finally {
      Object.defineProperty(process, 'stdin', original);
    }
  });

  it.each(['mails.tsv', 'MAILS.CSV', 'mails.parquet'])('refuses %s, whose header and labels are no texts', async (name) => {
    writeFileSync(join(folder, name), 'text\tlabel\nhello\tham\n');
    await expect(all({ input: join(folder, name) })).rejects.toThrow(/is a table: .*one text a line.*score --submission FOLDER/);
  });

  it('wants one source', async () => {
    await expect(all({})).rejects.toThrow('received neither');
    await expect(all({ text: 'a', input: 'b' })).rejects.toThrow('received both');
  });

  it('says which file cannot be read', async () => {
    await expect(all({ input: join(folder, 'absent.txt') })).rejects.toThrow(/absent\.txt cannot be read.*ENOENT/);
  });
});
