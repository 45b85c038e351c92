import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quickstart } from './quickstart.js';

describe('quickstart', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quickstart-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([false, true])("leaves a folder alone that holds somebody's files (force: %s)", async (force) => {
    mkdirSync(join(folder, 'corpus'));
    writeFileSync(join(folder, 'corpus', 'thesis.txt'), 'mine');
    const run = quickstart({ out: folder, force, quiet: true, json: false });
    await expect(run).rejects.toThrow(/holds files that no quickstart wrote[\s\S]*another --out/);
    expect(readFileSync(join(folder, 'corpus', 'thesis.txt'), 'utf8')).toBe('mine');
  });

  it.each([false, true])('knows its own folder by its marker, not by the name of a subfolder (force: %s)', async (force) => {
    mkdirSync(join(folder, 'stages'));
    mkdirSync(join(folder, 'run'));
    writeFileSync(join(folder, 'run', 'results.csv'), 'mine');
    await expect(quickstart({ out: folder, force, quiet: true, json: false })).rejects.toThrow(/holds files that no quickstart wrote/);
    expect(readFileSync(join(folder, 'run', 'results.csv'), 'utf8')).toBe('mine');
  });

  it('says that a file is no folder', async () => {
    const out = join(folder, 'file');
    writeFileSync(out, 'mine');
    await expect(quickstart({ out, force: true, quiet: true, json: false })).rejects.toThrow(/cannot use .*file: a part of the path is a file/);
  });

  it('removes nothing where the engine does not work', async () => {
    writeFileSync(join(folder, 'quickstart.json'), '{}');
    mkdirSync(join(folder, 'run'));
    await expect(quickstart({ out: folder, force: true, engine: 'tensorflow', quiet: true, json: false })).rejects.toThrow(/tensorflow does not work here/);
    expect(existsSync(join(folder, 'run'))).toBe(true);
  });

  it('starts over with force, leaving what is not its own, and takes settings of single phases', async () => {
    writeFileSync(join(folder, 'quickstart.json'), '{}');
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    mkdirSync(join(folder, 'run'));
    writeFileSync(join(folder, 'run', 'old'), '');
    const set = [
      'corpus.every=60', 'tokenizer.vocabularySize=600', 'pretraining.phases.0.steps=2', 'pretraining.phases.0.batchSize=8', 'pretraining.phases.1.steps=2',
      'pretraining.phases.1.batchSize=2', 'pretraining.evaluateEvery=4', 'pretraining.evaluationBatches=1', 'pretraining.network.discriminator.intermediateSize=64',
      'finetuning.trainMails=8', 'finetuning.devMails=8', 'finetuning.epochs=1', 'finetuning.seeds=1', 'finetuning.maxLength=16',
    ];
    const print = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
    try {
      await quickstart({ out: folder, force: true, threads: 1, set, quiet: true, json: false });
    } finally {
      print.mockRestore();
    }
    expect(readdirSync(folder).sort()).toEqual(['corpus', 'data', 'finetuned', 'mails', 'notes.txt', 'quickstart.json', 'report.html', 'run', 'stages', 'tokenizer']);
    expect(existsSync(join(folder, 'run', 'old'))).toBe(false);
    const { config } = JSON.parse(readFileSync(join(folder, 'run', 'run.json'), 'utf8'));
    // One key of the network changes; the others are quickstart's own still.
    expect(config.configuration.model.discriminator).toMatchObject({ intermediateSize: 64, numHiddenLayers: 1, hiddenDropoutProb: 0 });
    expect(config.configuration.data.phases.map(({ steps }: { steps: number }) => steps)).toEqual([2, 2]);
  }, 120_000);
});
