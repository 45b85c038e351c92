import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Gold } from '../labeled-data.js';
import { readConll } from './read-conll.js';

describe('readConll', () => {
  let folder: string;
  const read = async (content: string, column?: number, gold?: Gold) => {
    await writeFile(join(folder, 'a.txt'), content);
    return readConll(join(folder, 'a.txt'), column, gold);
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

  it('reads words without tags where these need not be there', async () => {
    const bare = await read('Anna\nsings\n\nBonn\n', undefined, 'optional');
    expect(bare.map(({ text, ...rest }) => [text, 'tags' in rest])).toEqual([['Anna sings', false], ['Bonn', false]]);
    // The columns of CoNLL-2003 without the last.
    expect((await read('Anna NNP B-NP\n', 3, 'optional'))[0]).not.toHaveProperty('tags');
    expect((await read(news, 3, 'optional'))[0].tags).toEqual(['B-PER', 'O']);
    await expect(read('Anna\nsings O\n', undefined, 'optional')).rejects.toThrow(/a\.txt:2.*as many columns as above, 1, received 2/);
  });

  it.each([
    ['Anna B-PER\nsings\n', undefined, /a\.txt:2.*2 columns.*received 1: sings/],
    ['Anna\n', undefined, /a\.txt:1.*at least two columns.*score --submission/],
    ['Anna B-PER\n', 2, /a\.txt:1.*3 columns/],
    ['\n\n', undefined, /holds no examples/],
  ])('refuses %j', async (content, column, message) => {
    await expect(read(content, column)).rejects.toThrow(message);
  });
});
