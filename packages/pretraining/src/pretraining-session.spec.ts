import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Document, prepare } from '@electra-ts/data';
import { Tokenizer } from '@electra-ts/tokenizer';
import type { TrainingPlan } from '@electra-ts/training';
import { PretrainingSession } from './pretraining-session.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'the', 'cat', 'dog', 'sees', 'hears'];
const tiny = { numHiddenLayers: 1, hiddenSize: 4, embeddingSize: 4, intermediateSize: 4, numAttentionHeads: 1 };

async function* documents(): AsyncGenerator<Document> {
  for (let id = 0; id < 20; id++) yield { id: String(id), text: `the cat sees the dog\n${'the dog hears '.repeat(id + 1)}` };
}

/** What a plan does at a step, whatever it returns. */
const save = (plan: TrainingPlan, step: number) => plan.save?.run(step) as Promise<string>;

describe('PretrainingSession', () => {
  let folder: string;
  let number = 0;
  const options = (training: object = {}) => ({
    configuration: {
      model: { preset: 'tiny', discriminator: tiny },
      data: { path: join(folder, 'data') },
      training: { steps: 5, batchSize: 2, ...training },
      engine: { name: 'cpu' },
    },
    tokenizer: join(folder, 'tokenizer'),
    out: join(folder, `run-${number++}`),
  });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'session-'));
    const tokenizer = Tokenizer.fromVocabulary(vocabulary);
    await tokenizer.save(join(folder, 'tokenizer'));
    const out = join(folder, 'data');
    await prepare({ documents: documents(), tokenizer, out, sequenceLength: 8, seed: 1, validationFraction: 0.2 });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('goes on from the newest checkpoint that is whole, and tells of the others', async () => {
    const told = options();
    const first = await PretrainingSession.open(told);
    expect(first.start.from).toBe(0);
    const plan = await first.plan();
    await save(plan, 2);
    await save(plan, 4);
    await first.close();
    await appendFile(join(told.out, 'checkpoint-000004', 'generator', 'config.json'), ' ');

    const second = await PretrainingSession.open({ ...told, resume: true });
    expect(second.start.from).toBe(2);
    expect(second.warnings).toEqual([expect.stringMatching(/checkpoint-000004 is left out/)]);
    await second.close();
  });

  it('holds its folder until it is closed', async () => {
    const told = options();
    const session = await PretrainingSession.open(told);
    await expect(PretrainingSession.open({ ...told, resume: true })).rejects.toThrow(told.out);
    await session.close();
    const again = await PretrainingSession.open({ ...told, force: true });
    await again.close();
  });

  it('leaves nothing where it cannot start', async () => {
    const told = { ...options(), tokenizer: join(folder, 'no-tokenizer') };
    await expect(PretrainingSession.open(told)).rejects.toThrow(/no-tokenizer/);
    const resumed = { ...options(), resume: true };
    await expect(PretrainingSession.open(resumed)).rejects.toThrow(/holds no run/);
    const names = await readdir(folder);
    for (const { out } of [told, resumed]) expect(names).not.toContain(out.split('/').at(-1));
  });

  it('stops when the caller says so or the time is up', async () => {
    const session = await PretrainingSession.open(options({ maxTime: 3600 }));
    const stop = new AbortController();
    const { signal, controls } = await session.plan({ signal: stop.signal });
    expect(signal).toBe(stop.signal);
    expect(controls?.signal.aborted).toBe(false);
    await session.close();

    const short = await PretrainingSession.open(options({ maxTime: 0.001 }));
    const timed = (await short.plan()).controls?.signal as AbortSignal;
    if (!timed.aborted) await new Promise((resolve) => timed.addEventListener('abort', resolve));
    expect(timed.reason).toBe('the time is up: training.maxTime, 0 s');
    await short.close();
  });
});
