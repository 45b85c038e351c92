import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InputChoice, inputRecords, textOf, valueOf } from './input-texts.js';

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
  });

  it('reads lines, plain and JSON, and passes over empty ones', async () => {
    const input = file('one\r\n\n{"text": "two", "pair": "three"}\nfour');
    expect(await all({ input })).toEqual([{ text: 'one' }, { text: 'two', pair: 'three' }, { text: 'four' }]);
  });

  it('names the line that is wrong', async () => {
    const records = [];
    for await (const record of inputRecords({ input: file('good\n{"text": 3}\n') })) records.push(record);
    const last = records[1];
    expect(() => valueOf(last, textOf)).toThrow(/line 2: It has no text/);
    await expect(all({ input: file('{"text": ') })).rejects.toThrow('line 1 is not JSON');
  });

  it('wants one source', async () => {
    await expect(all({})).rejects.toThrow('received neither');
    await expect(all({ text: 'a', input: 'b' })).rejects.toThrow('received both');
  });

  it('says which file cannot be read', async () => {
    await expect(all({ input: join(folder, 'absent.txt') })).rejects.toThrow(/absent\.txt cannot be read.*ENOENT/);
  });
});
