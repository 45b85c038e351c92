import { chainHash, hashDocument } from './held-out.js';
import { SkipRead } from './skip-read.js';

async function* stream(...texts: string[]) {
  for (const text of texts) {
    yield { id: text, text };
  }
}

async function textsOf(documents: AsyncIterable<{ readonly text: string }>): Promise<string[]> {
  const texts: string[] = [];
  for await (const { text } of documents) {
    texts.push(text);
  }
  return texts;
}

const chain = (...texts: string[]) => texts.reduce((hash, text) => chainHash(hash, hashDocument(text)), '');

describe('SkipRead', () => {
  it('gives all of a new stream', async () => {
    expect(await textsOf(new SkipRead(undefined).rest(stream('a', 'b'), 'train'))).toEqual(['a', 'b']);
  });

  it('gives what was not read of two streams', async () => {
    const skip = new SkipRead({ read: { valid: 1, train: 2 }, chain: chain('v', 'a', 'b') });
    expect(await textsOf(skip.rest(stream('v'), 'valid'))).toEqual([]);
    expect(await textsOf(skip.rest(stream('a', 'b', 'c'), 'train'))).toEqual(['c']);
  });

  it.each([
    ['another text', ['a', 'x', 'c']],
    ['another order', ['b', 'a', 'c']],
    ['fewer documents', ['a']],
    ['one at the beginning', ['new', 'a', 'b', 'c']],
  ])('refuses %s', async (_, texts) => {
    const skip = new SkipRead({ read: { valid: 0, train: 2 }, chain: chain('a', 'b') });
    await expect(textsOf(skip.rest(stream(...texts), 'train'))).rejects.toThrow(/not that of the unfinished work/);
  });
});
