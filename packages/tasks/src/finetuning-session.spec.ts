import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ElectraForPreTraining, ElectraForSequenceClassification } from '@electra-ts/discriminator';
import { electraConfig, forwardFlops, writePretrained } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { readResults } from './finetuning-results.js';
import { FinetuningSession } from './finetuning-session.js';
import { kinds } from './kinds/task-kinds.js';
import { taskFile } from './task-file.js';

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b'];
const task = taskFile.parse({ name: 'letters', kind: 'classification', training: { batchSize: 4 } });

/** Ten examples in batches of four, three times. */
const LAST = 9;

describe('FinetuningSession', () => {
  let folder: string;
  let number = 0;
  const options = (training: object = {}) => ({
    task,
    model: join(folder, 'model'),
    data: join(folder, 'data'),
    out: join(folder, `out-${number++}`),
    configuration: { training, engine: { name: 'cpu' } },
  });

  beforeAll(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'finetuning-'));
    await mkdir(join(folder, 'data'));
    const rows = Array.from({ length: 10 }, (_, i) => (i % 2 ? 'a\tyes' : 'b\tno'));
    await writeFile(join(folder, 'data', 'train.tsv'), ['text\tlabel', ...rows].join('\n'));
    await writeFile(join(folder, 'data', 'dev.tsv'), ['text\tlabel', ...rows.slice(0, 4)].join('\n'));
    const config = electraConfig({
      vocabSize: vocabulary.length,
      embeddingSize: 4,
      hiddenSize: 4,
      numHiddenLayers: 1,
      numAttentionHeads: 1,
      intermediateSize: 4,
      maxPositionEmbeddings: 16,
    });
    const model = ElectraForPreTraining.create(config, { seed: 1 });
    await model.savePretrained(join(folder, 'model'));
    await Tokenizer.fromVocabulary(vocabulary).save(join(folder, 'model'));
    model.dispose();
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('knows before it starts what it will do', async () => {
    const session = await FinetuningSession.open(options({ epochs: 1.5 }));
    // Ten examples make three batches of four; one epoch and a half are 4.5 steps, rounded up.
    expect(session.start).toMatchObject({
      from: 0,
      steps: 5,
      tasks: [{ task: 'letters', steps: 5, labels: ['no', 'yes'], labelCounts: [{ label: 'no', count: 5 }, { label: 'yes', count: 5 }], metric: 'accuracy', examples: { train: 10, dev: 4 }, recipe: { batchSize: 4, maxLength: 16, epochs: 1.5 } }],
    });
    const plan = session.plan();
    expect([plan.from, plan.steps, plan.evaluate?.every, plan.save?.every]).toEqual([0, 5, 3, 500]);
    await session.close();
    await session.close();
  });

  it('lets as many layers start anew as it is told', async () => {
    const weights = async (training: object) => {
      const told = options(training);
      const session = await FinetuningSession.open(told);
      const { evaluate, save } = session.plan();
      await evaluate?.run(3);
      await save?.run(LAST);
      await session.close();
      const model = await ElectraForSequenceClassification.fromPretrained(told.out);
      const values = Object.entries(model.parameters).map(([name, each]) => [name, [...each.dataSync()]] as const);
      model.dispose();
      return new Map(values);
    };
    const [usual, anew] = [await weights({}), await weights({ reinitializeLayers: 1 })];
    const changed = [...usual.keys()].filter((name) => String(usual.get(name)) !== String(anew.get(name)));
    // Biases and layer norms began at what they begin at anew.
    expect(changed).toHaveLength(6);
    expect(changed.every((name) => /^electra\.encoder\.layer\.0\..*\.weight$/.test(name))).toBe(true);
    await expect(FinetuningSession.open(options({ reinitializeLayers: 2 }))).rejects.toThrow(/reinitializeLayers.*at most 1/);
  });

  it("feeds the reference's learning rate: none at the first step, then warm-up times decay", async () => {
    const session = await FinetuningSession.open(options({ epochs: 4, warmupShare: 0.25, learningRate: 0.1 }));
    const { step } = session.plan();
    for (const [n, rate] of [[1, 0], [2, (0.1 * 11) / 12 / 3], [4, (0.1 * 9) / 12], [12, 0.1 / 12]]) {
      expect(((await step(n)) as Readonly<Record<string, number>>)['learningRate']).toBeCloseTo(rate, 12);
    }
    await session.close();
  });

  it('writes the weights of the best evaluation, not those that it ends with', async () => {
    const weights = async (goesOn: boolean) => {
      const told = options({ learningRate: 1e-2 });
      const session = await FinetuningSession.open(told);
      const { step, evaluate, save } = session.plan();
      await step(2);
      await evaluate?.run(2);
      if (goesOn) await step(3);
      await save?.run(LAST);
      await session.close();
      return readFile(join(told.out, 'model.safetensors'));
    };
    expect((await weights(true)).equals(await weights(false))).toBe(true);
  });

  it('keeps the best evaluation, the earlier of equals', async () => {
    const told = options();
    const session = await FinetuningSession.open(told);
    const { evaluate, save } = session.plan();
    // No step in between: both evaluations find the same.
    const first = await evaluate?.run(3);
    expect(await evaluate?.run(6)).toEqual(first);
    expect(await save?.run(LAST)).toBe(told.out);
    const results = await readResults(told.out);
    expect(results?.best).toEqual({ step: 3, metrics: first });
    expect(results?.pairs).toBe(false);
    expect(results?.history.map(({ step }) => step)).toEqual([3, 6]);
    expect(await readdir(told.out)).toEqual(
      expect.arrayContaining(['config.json', 'model.safetensors', 'results.json', 'tokenizer.json']),
    );
    await session.close();
  });

  it('records that a task is of pairs', async () => {
    const told = { ...options(), task: taskFile.parse({ name: 'pairs', kind: 'classification', pair: 'label' }) };
    const session = await FinetuningSession.open(told);
    await session.plan().save?.run(LAST);
    await session.close();
    expect((await readResults(told.out))?.pairs).toBe(true);
  });

  it('counts what training cost up to each evaluation', async () => {
    const told = options();
    const session = await FinetuningSession.open(told);
    const { step, evaluate, save } = session.plan();
    await step(1);
    await evaluate?.run(1);
    await step(2);
    await evaluate?.run(2);
    await save?.run(LAST);
    await session.close();
    const history = (await readResults(told.out))?.history ?? [];
    // Batches of four, padded to eight tokens.
    expect(history.map(({ tokens }) => tokens)).toEqual([32, 64]);
    const { config } = await ElectraForSequenceClassification.fromPretrained(told.out);
    expect(history[1].flops).toBe(6 * forwardFlops(config, { batchSize: 4, sequenceLength: 8 }, 4));
    expect(history[0].seconds).toBeGreaterThan(0);
    expect(history[1].seconds).toBeGreaterThan(history[0].seconds ?? 0);
  });

  it('computes a batch in parts where it is told to', async () => {
    const losses = async (training: object) => {
      const still = await ElectraForPreTraining.fromPretrained(join(folder, 'model'));
      const model = join(folder, 'still');
      const { config } = still;
      await writePretrained(model, {
        config: { ...config, hiddenDropoutProb: 0, attentionProbsDropoutProb: 0 },
        architecture: 'ElectraForPreTraining',
        values: Object.fromEntries(Object.entries(still.parameters).map(([name, each]) => [name, { shape: each.shape, data: each.dataSync() as Float32Array }])),
      });
      still.dispose();
      await Tokenizer.fromVocabulary(vocabulary).save(model);
      const session = await FinetuningSession.open({ ...options(training), model });
      const { step } = session.plan();
      const found: number[] = [];
      // One of the three batches is short, and ends in a part of padding alone.
      for (const n of [1, 2, 3]) found.push(((await step(n)) as Readonly<Record<string, number>>)['loss']);
      await session.close();
      return found;
    };
    const [whole, parts] = [await losses({}), await losses({ accumulate: 2 })];
    parts.forEach((loss, i) => expect(loss).toBeCloseTo(whole[i], 6));
    await expect(FinetuningSession.open(options({ accumulate: 3 }))).rejects.toThrow(/divisible by training\.accumulate, 3/);
  });

  it('loses its patience when nothing better is found', async () => {
    const told = options({ patience: 1, classWeights: 'balanced' });
    const session = await FinetuningSession.open(told);
    const { evaluate, save, controls } = session.plan();
    await evaluate?.run(3);
    expect(controls?.signal.aborted).toBe(false);
    await evaluate?.run(6);
    expect(controls?.signal.reason).toMatch(/nothing better was found for 1 evaluation/);
    await save?.run(6);
    expect(await readResults(told.out)).toMatchObject({ stoppedEarly: true, best: { step: 3 } });
    await session.close();
  });

  it('waits for a metric that has no value yet, and keeps the first evaluation that has one', async () => {
    const data = join(folder, 'numbers');
    await mkdir(data);
    const rows = Array.from({ length: 4 }, (_, i) => `${'a b'.slice(0, 1 + 2 * (i % 2))}\t${i}`);
    for (const split of ['train', 'dev']) await writeFile(join(data, `${split}.tsv`), ['text\tscore', ...rows].join('\n'));
    const told = { ...options({ patience: 1 }), task: taskFile.parse({ name: 'numbers', kind: 'regression', training: { batchSize: 4 } }), data };
    const session = await FinetuningSession.open(told);
    const { step, evaluate, save, controls } = session.plan();
    const score = jest.spyOn(kinds.regression, 'score').mockReturnValue({ spearmanr: NaN });
    for (const n of [1, 2, 3]) await evaluate?.run(n);
    expect(controls?.signal.aborted).toBe(false);
    score.mockReturnValue({ spearmanr: -0.5 });
    await evaluate?.run(4);
    score.mockReturnValue({ pearson: 1 });
    await expect(Promise.resolve(evaluate?.run(5))).rejects.toThrow(/An evaluation has no spearmanr/);
    score.mockRestore();
    await step(1);
    await save?.run(LAST);
    await session.close();
    expect((await readResults(told.out))?.best).toMatchObject({ step: 4, metrics: { spearmanr: -0.5 } });
  });

  it('saves after each evaluation and every so many steps, and keeps checkpoints until the end', async () => {
    const told = options();
    const session = await FinetuningSession.open({ ...told, configuration: { ...told.configuration, checkpoint: { every: 2, keep: 1 } } });
    const { evaluate, save, controls } = session.plan();
    expect(save?.every).toBe(2);
    await evaluate?.run(3);
    expect(controls?.takeSave()).toBe(true);
    expect(await save?.run(3)).toBe(join(told.out, 'checkpoint-000003'));
    expect(await save?.run(4)).toBe(join(told.out, 'checkpoint-000004'));
    expect((await readdir(told.out)).sort()).toEqual(['checkpoint-000004', 'run.json', 'run.lock']);
    await expect(FinetuningSession.open({ ...told, resume: true })).rejects.toThrow(/is in use by process/);
    await session.close();
    // The best so far can be used meanwhile.
    const model = await ElectraForSequenceClassification.fromPretrained(join(told.out, 'checkpoint-000004', 'discriminator'));
    expect(model.labels).toEqual(['no', 'yes']);
    model.dispose();
  });

  it('warns once where it goes on with other arithmetic', async () => {
    const told = options();
    const open = async (engine: object) => {
      const session = await FinetuningSession.open({ ...told, configuration: { ...told.configuration, engine }, resume: existsSync(told.out) });
      await session.close();
      return session.takeWarnings();
    };
    const onnxruntime = (threads: number) => ({ name: 'onnxruntime', threads });
    expect(await open(onnxruntime(1))).toEqual([]);
    expect(await open(onnxruntime(2))).toEqual([expect.stringMatching(/other arithmetic.*: threads was 1 and is 2$/)]);
    expect(await open(onnxruntime(2))).toEqual([]);
    expect(await open({ name: 'cpu' })).toEqual([expect.stringMatching(/engine was "onnxruntime" and is "cpu"$/)]);
  });

  it('refuses to replace the model that it begins with', async () => {
    const told = options();
    const session = await FinetuningSession.open(told);
    const { evaluate, save } = session.plan();
    await evaluate?.run(3);
    await save?.run(LAST);
    await session.close();
    const before = await readdir(told.out);
    await expect(FinetuningSession.open({ ...told, model: told.out, force: true })).rejects.toThrow(/would replace the model that it begins with/);
    expect(await readdir(told.out)).toEqual(before);
  });

  it('refuses a folder that is used, and a model that is not there', async () => {
    await expect(FinetuningSession.open({ ...options(), out: join(folder, 'data') })).rejects.toThrow(/is not empty/);
    await expect(FinetuningSession.open({ ...options(), model: join(folder, 'no') })).rejects.toThrow(/holds no model/);
  });
});
