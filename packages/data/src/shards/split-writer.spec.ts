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
});
