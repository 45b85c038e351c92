import { Tokenizer } from '@electra-ts/tokenizer';

import { buildDocuments, type BuildOptions } from './build-documents.js';
import { BuilderPool } from './builder-pool.js';

const words = Array.from({ length: 40 }, (_, i) => `w${i}`);
const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...words]);
const options: BuildOptions = {
  sequenceLength: 16,
  specialTokens: tokenizer.specialTokens,
  seed: 1,
  sentenceUnit: 'line',
  overflow: 'carry',
  exampleMode: 'reference',
};
const data = { files: tokenizer.files, options: { ...options, specialTokens: { cls: 2, sep: 3 } } };

describe('BuilderPool', () => {
  it('builds in threads what is built in this one', async () => {
    const pool = new BuilderPool(2, data);
    const groups = Array.from({ length: 5 }, (_, i) => [words.slice(i).join(' '), `${words.join('\n')}\nw${i}`]);
    const built = await Promise.all(groups.map((texts) => pool.build(texts)));
    const expected = await Promise.all(groups.map((texts) => buildDocuments(texts, tokenizer, options)));
    expect(built).toEqual(expected);
    await pool.close();
    await expect(pool.build(['w1'])).rejects.toThrow(/ended with exit code 0/);
  });

  it('finishes what it was asked for when it is closed', async () => {
    const pool = new BuilderPool(1, data);
    const [built] = await Promise.all([pool.build(['w1 w2']), pool.close()]);
    expect(built[0].examples.map(({ ids }) => [...ids])).toEqual([[2, 6, 7, 3]]);
  });

  it('fails where the thread cannot start', async () => {
    const pool = new BuilderPool(1, { ...data, files: { ...data.files, json: '{' } });
    await expect(pool.build(['w1'])).rejects.toThrow(/A build thread failed: .*tokenizer\.json/);
    await pool.close();
  });
});
