import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunFolder } from '@electra-ts/training';
import { UserFolder } from '../user-folder.fixture.js';
import { inspect } from './inspect.js';

describe('inspect', () => {
  const folder = new UserFolder();
  let out = '';
  beforeAll(async () => {
    await folder.writeData();
    const run = await RunFolder.create(folder.at('run'), { seed: 7 });
    await run.appendMetrics({ step: 1, type: 'step', generatorLoss: 5 });
    await run.appendMetrics({ step: 2, type: 'step', generatorLoss: 4 });
    await run.appendMetrics({ step: 2, type: 'evaluation', 'fixed/auc': 0.5 });
    await run.saveCheckpoint(2, () => Promise.resolve());
    await run.close();
  });
  beforeEach(() => {
    out = '';
    // As a stream's write, which calls back when it is done.
    const write = (text: unknown, done?: unknown) => {
      out += String(text);
      if (typeof done === 'function') done();
      return true;
    };
    jest.spyOn(process.stdout, 'write').mockImplementation(write);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => folder.remove());

  it('shows shards and as many examples as asked for, in words', async () => {
    await inspect(folder.at('data'), { examples: 2, json: false });
    expect(out).toMatch(/shards of 60 documents.*sequence length 16/);
    expect(out).toMatch(/tokenizer: 15 tokens/);
    expect(out.match(/^tokens: \[CLS\] (\w|\.)/gm)).toHaveLength(2);
    expect(out).not.toContain('[UNK]');
  });

  it('shows shards beside which something else lies', async () => {
    cpSync(folder.at('data'), folder.at('crowded'), { recursive: true });
    writeFileSync(join(folder.at('crowded'), 'config.json'), '{}');
    await inspect(folder.at('crowded'), { examples: 0, json: false });
    expect(out).toMatch(/shards of 60 documents/);
  });

  it('shows a run: checkpoints, and the last of each kind of measurement', async () => {
    await inspect(folder.at('run'), { json: true });
    const { kind, config, checkpoints, metrics } = JSON.parse(out);
    expect([kind, config, checkpoints.length]).toEqual(['run', { seed: 7 }, 1]);
    expect(metrics).toMatchObject({ rows: 3, step: { step: 2, generatorLoss: 4 }, evaluation: { 'fixed/auc': 0.5 } });
  });

  it('refuses what only shards have of a run', async () => {
    await expect(inspect(folder.at('run'), { json: false, examples: 2 })).rejects.toThrow(/--examples does nothing here.*which is a run/);
    await expect(inspect(folder.at('run'), { json: false, tokenizer: 't' })).rejects.toThrow(/--tokenizer does nothing here/);
  });

  it.each([
    ['results.json', /is the folder of a fine-tuned model: .*received results\.json\. electra-evaluator report/],
    ['config.json', /is the folder of a model: /],
    ['discriminator/config.json', /is a checkpoint: .*Name the run/],
    ['vocab.txt', /is the folder of a tokenizer: /],
  ])('refuses a folder with %s by what it is', async (file, message) => {
    const other = folder.at(`with-${file.replace('/', '-')}`);
    mkdirSync(join(other, 'discriminator'), { recursive: true });
    // As every folder that is written whole has it.
    for (const name of [file, 'manifest.json']) writeFileSync(join(other, name), '{"files": {}}');
    await expect(inspect(other, { json: false })).rejects.toThrow(message);
  });

  it('refuses the tokenizer of shards, too', async () => {
    await expect(inspect(folder.at('data', 'tokenizer'), { json: false })).rejects.toThrow(/data.tokenizer is the folder of a tokenizer: .*that `prepare` made with it/);
  });

  it('refuses what is neither, and shards without their tokenizer', async () => {
    mkdirSync(folder.at('other'));
    const options = { examples: 0, json: false };
    await expect(inspect(folder.at('other'), options)).rejects.toThrow(/nothing to inspect.*neither manifest\.json nor run\.json/);
    await expect(inspect(folder.at('absent'), options)).rejects.toThrow(/no such folder/);
    await expect(inspect(folder.at('data'), { ...options, tokenizer: folder.at('other') })).rejects.toThrow(/tokenizer/);
  });
});
