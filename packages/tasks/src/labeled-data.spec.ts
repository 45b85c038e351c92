import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@electra-ts/config';
import { inferLabels, readLabeled } from './labeled-data.js';

const columns = { text: 'text', label: 'label' };

describe('labeled data', () => {
  let folder: string;
  const write = async (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'labeled-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  describe('readLabeled', () => {
    it('reads tab-separated lines, quotation marks as they are', async () => {
      const path = await write('a.tsv', 'idx\ttext\tlabel\n0\t"Hi", he said\tham\n1\tyes\tspam\n');
      expect(await readLabeled(path, columns)).toEqual([
        { text: '"Hi", he said', label: 'ham' },
        { text: 'yes', label: 'spam' },
      ]);
    });

    it('reads JSON lines, pairs and labels that are numbers', async () => {
      const path = await write('a.jsonl', '{"a": "x", "b": "y", "gold": 1}\r\n\r\n{"a": "z", "b": "w", "gold": 0}');
      expect(await readLabeled(path, { text: 'a', pair: 'b', label: 'gold' })).toEqual([
        { text: 'x', pair: 'y', label: '1' },
        { text: 'z', pair: 'w', label: '0' },
      ]);
    });

    it.each<[string, string, string | Uint8Array, RegExp]>([
      ['a row that is too short', 'a.tsv', 'text\tlabel\nhello\n', /a\.tsv:2.*expected 2 columns.*received 1/],
      ['a column that is not there', 'a.tsv', 'sentence\tlabel\nhello\t1\n', /no column 'text'.*received sentence, label/],
      ['an empty text', 'a.tsv', 'text\tlabel\n \t1\n', /a\.tsv:2.*'text' is empty/],
      ['a line that is no object', 'a.jsonl', '[1]\n', /a\.jsonl:1 is not a JSON object/],
      ['an empty file', 'a.tsv', '', /holds no examples/],
      ['bytes that are not UTF-8', 'a.tsv', Uint8Array.of(0xff, 0xfe, 0x41), /not UTF-8/],
      ['another format', 'a.xml', '<text/>', /format cannot be read.*\.tsv/],
    ])('refuses %s', async (_, name, content, message) => {
      const path = await write(name, content);
      await expect(readLabeled(path, columns)).rejects.toThrow(UserError);
      await expect(readLabeled(path, columns)).rejects.toThrow(message);
    });

    it('refuses a file that is not there', async () => {
      await expect(readLabeled(join(folder, 'no.tsv'), columns)).rejects.toThrow(/no such file/);
    });
  });
});

describe('inferLabels', () => {
  const labels = (...names: string[]) => inferLabels(names.map((label) => ({ text: 'x', label })));

  it('sorts names as text and numbers by value', () => {
    expect(labels('spam', 'ham', 'spam')).toEqual(['ham', 'spam']);
    expect(labels('10', '9', '1', '10')).toEqual(['1', '9', '10']);
  });
});
