import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SplitWriter } from './split-writer.js';

describe('SplitWriter', () => {
  it('counts documents, examples, tokens and what was dropped', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'split-writer-'));
    const writer = new SplitWriter({ folder, split: 'train', sequenceLength: 8, idBytes: 2 });
    const example = { ids: Int32Array.of(2, 9, 3), types: new Uint8Array(3) };
    await writer.add({ examples: [example, example], droppedTokens: 4 });
    await writer.add({ examples: [example], droppedTokens: 1 });
    expect([writer.examples, writer.tokens]).toEqual([3, 9]);
    const split = await writer.finish();
    expect(split).toMatchObject({ documents: 2, examples: 3, tokens: 9, droppedTokens: 5 });
    expect(split.files.map(({ name, examples }) => [name, examples])).toEqual([['train-00000.tokens', 3]]);
    await rm(folder, { recursive: true });
  });

  it('joins the last examples of documents where asked to, and goes on with an open one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'split-writer-'));
    const options = { folder, split: 'train', sequenceLength: 8, idBytes: 2, joined: { cls: 1, sep: 2 } } as const;
    const examples = [{ ids: Int32Array.of(1, 9, 8, 2), types: new Uint8Array(4) }];
    const first = new SplitWriter(options);
    await first.add({ examples, droppedTokens: 0 });
    expect([first.examples, first.tokens]).toEqual([0, 0]);
    const writer = new SplitWriter(options, first.state);
    await writer.add({ examples, droppedTokens: 0 });
    expect(writer.examples).toBe(0);
    await writer.add({ examples, droppedTokens: 0 });
    // [CLS] 9 8 [SEP] 9 8 [SEP], which has no room for another separator and a token, and [CLS] 9 8 [SEP].
    expect(await writer.finish()).toMatchObject({ documents: 3, examples: 2, tokens: 11 });
    await rm(folder, { recursive: true });
  });
});
