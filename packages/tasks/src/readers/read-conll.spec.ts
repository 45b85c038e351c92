import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConll } from './read-conll.js';

describe('readConll', () => {
  let folder: string;
  const read = async (content: string, column?: number) => {
    await writeFile(join(folder, 'a.txt'), content);
    return readConll(join(folder, 'a.txt'), column);
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'conll-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  // In the layout of CoNLL-2003, written for this test.
  const news = '-DOCSTART- -X- -X- O\n\nAnna NNP B-NP B-PER\nsings VBZ B-VP O\n\n\nBonn NNP B-NP B-LOC\r\n. . O O';

  it('reads sentences, the last column being the tag', async () => {
    const sentences = await read(news);
    expect(sentences.map(({ text, tags }) => [text, tags])).toEqual([
      ['Anna sings', ['B-PER', 'O']],
      ['Bonn .', ['B-LOC', 'O']],
    ]);
    expect(sentences[0].words[1]).toEqual({ token: 'sings', start: 5, end: 10 });
  });

  it('takes another column when told, and tabs where there are any', async () => {
    expect((await read(news, 2))[0].tags).toEqual(['B-NP', 'B-VP']);
    expect((await read('New York\tB-LOC\n'))[0].text).toBe('New York');
  });

  it.each([
    ['Anna B-PER\nsings\n', undefined, /a\.txt:2.*2 columns.*received 1: sings/],
    ['Anna\n', undefined, /a\.txt:1.*at least two columns/],
    ['Anna B-PER\n', 2, /a\.txt:1.*3 columns/],
    ['\n\n', undefined, /holds no examples/],
  ])('refuses %j', async (content, column, message) => {
    await expect(read(content, column)).rejects.toThrow(message);
  });
});
