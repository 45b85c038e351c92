import { Tokenizer } from '@electra-ts/tokenizer';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureData } from './data-benchmark.js';

describe('measureData', () => {
  it('counts what was prepared, and leaves nothing behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'data-benchmark-'));
    const path = join(folder, 'text.txt');
    await writeFile(path, 'a b a\nb b');
    const tokenizer = Tokenizer.fromVocabulary(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b']);
    const ours = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('electra-bench-')).length;
    const before = await ours();
    const figures = await measureData({ input: [path], tokenizer, sequenceLength: 16, batchSize: 2, batches: 3, workers: 1 });
    expect(await ours()).toBe(before);
    expect(figures).toMatchObject({ documents: 1, characters: 9 });
    // Five tokens in one example of one or two segments.
    expect([7, 8]).toContain(figures.tokens);
    expect(figures.tokensPerSecond).toBeCloseTo(figures.tokens / figures.prepareSeconds);
    expect(figures.processorSeconds).toBeGreaterThan(0);
    expect(figures.residentBytes).toBeGreaterThan(1e7);
    expect(figures.batchesPerSecond).toBeGreaterThan(0);
    await rm(folder, { recursive: true });
  });
});
