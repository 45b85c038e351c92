import { parseConfig } from '@electra-ts/config';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runQuickstart } from './quickstart.js';
import { quickstartConfig } from './quickstart-config.js';

/** Every stage on real text, each as small as it gets. */
const small = (finetuning: object = {}) =>
  parseConfig(
    quickstartConfig,
    {
      corpus: { every: 60 },
      tokenizer: { vocabularySize: 600 },
      pretraining: {
        phases: [{ sequenceLength: 8, steps: 4, batchSize: 8 }, { sequenceLength: 16, steps: 4, batchSize: 4 }],
        warmupSteps: 2,
        evaluateEvery: 4,
        evaluationBatches: 2,
      },
      finetuning: { trainMails: 16, devMails: 20, epochs: 1, batchSize: 8, maxLength: 16, seeds: 1, ...finetuning },
      engine: { threads: 1 },
    },
    'quickstart',
  );

describe('runQuickstart', () => {
  let out: string;
  const run = (finetuning?: object, signal = new AbortController().signal) =>
    runQuickstart({ config: small(finetuning), out, quiet: true, signal });
  beforeAll(() => (out = mkdtempSync(join(tmpdir(), 'quickstart-'))));
  afterAll(() => rmSync(out, { recursive: true }));

  it('ends where it is told to, and keeps the stages that are finished', async () => {
    const stop = AbortSignal.timeout(1);
    await expect(run({}, stop)).rejects.toThrow();
  });

  it('does every stage, and writes the page', async () => {
    const { report, verdicts, stages } = await run();
    expect(stages.map(({ name }) => name)).toEqual([
      'corpus', 'tokenizer', 'prepare-8', 'prepare-16', 'pretrain', 'mails', 'finetune-pretrained-seed-1', 'finetune-untrained-seed-1', 'examples',
    ]);
    // The first was finished when the other quickstart was stopped.
    expect(stages.map(({ reused }) => reused)).toEqual([true, ...Array(8).fill(false)]);
    expect(verdicts).toHaveLength(3);
    expect(readFileSync(report, 'utf8')).toContain('Spam or ham');
  }, 120_000);

  it('does again what is gone, and nothing for it that is the same', async () => {
    rmSync(join(out, 'tokenizer'), { recursive: true });
    const { stages } = await run();
    expect(stages.filter(({ reused }) => !reused).map(({ name }) => name)).toEqual(['tokenizer']);
    expect(existsSync(join(out, 'tokenizer', 'vocab.txt'))).toBe(true);
  }, 120_000);

  it('goes on with a fine-tuning that was cut off', async () => {
    const stop = new AbortController();
    const [folder, note] = [join(out, 'finetuned', 'pretrained-seed-1'), join(out, 'stages', 'finetune-pretrained-seed-1.begun')];
    const watch = setInterval(() => existsSync(join(folder, 'run.json')) && stop.abort(), 2);
    await expect(run({ epochs: 30 }, stop.signal)).rejects.toThrow(/abort/i);
    clearInterval(watch);
    expect(existsSync(join(folder, 'run.json'))).toBe(true);
    const begun = statSync(note).mtimeMs;
    await run({ epochs: 30 });
    // The note of what it began with was not written anew.
    expect(statSync(note).mtimeMs).toBe(begun);
    expect(JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')).history).toHaveLength(30);
    expect(existsSync(join(folder, 'run.json'))).toBe(false);
    // Others of this file begin with what they know.
    await run();
  }, 240_000);

  it('does again only what depends on a changed setting', async () => {
    expect((await run()).stages.every(({ reused }) => reused)).toBe(true);
    const { stages } = await run({ learningRate: 1e-3 });
    expect(stages.filter(({ reused }) => !reused).map(({ name }) => name)).toEqual(['finetune-pretrained-seed-1', 'finetune-untrained-seed-1']);
  }, 120_000);
});
