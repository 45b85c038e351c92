import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOpenVino } from '@electra-ts/compiler';
import { ElectraForPreTraining, ElectraForSequenceClassification } from '@electra-ts/discriminator';
import { electraConfig } from '@electra-ts/nn';
import { Tokenizer } from '@electra-ts/tokenizer';
import type { TrainingEvent } from '@electra-ts/training';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { firstValueFrom, tap, toArray } from 'rxjs';
import { classify } from './classify.js';
import { finetune } from './finetune.js';
import { readResults } from './finetuning-results.js';
import { scoreTask } from './score-task.js';
import { taskFile } from './task-file.js';

// Whole trainings, each with a worker that loads ONNX Runtime: seconds on a busy machine.
jest.setTimeout(60_000);

const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'good', 'bad', 'film', 'song', 'very', 'a'];
const task = taskFile.parse({ name: 'opinions', kind: 'classification' });
const engine = { name: 'onnxruntime', threads: 1 } as const;

/** Texts such as "a very good film", which is positive. */
const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => {
    const [opinion, noun] = [(i + from) % 2 ? 'good' : 'bad', (i + from) % 3 ? 'film' : 'song'];
    return `a ${'very '.repeat(i % 5)}${opinion} ${noun}\t${opinion === 'good' ? 'positive' : 'negative'}`;
  });

describe('finetune', () => {
  let folder: string;
  let number = 0;
  const options = (training: object = {}) => ({
    task,
    model: join(folder, 'model'),
    data: join(folder, 'data'),
    out: join(folder, `out-${number++}`),
    configuration: {
      seed: 1,
      training: { epochs: 12, batchSize: 16, learningRate: 5e-3, layerDecay: 1, maxLength: 16, ...training },
      engine,
      log: { every: 1 },
    },
  });
  const run = (told: Parameters<typeof finetune>[0]) => firstValueFrom(finetune(told).pipe(toArray()));
  /** Stops after a step. */
  const stoppedAt = (told: Parameters<typeof finetune>[0], step: number) => {
    const stop = new AbortController();
    const stopThere = tap((event: TrainingEvent) => event.type === 'step' && event.step === step && stop.abort());
    return firstValueFrom(finetune({ ...told, signal: stop.signal }).pipe(stopThere, toArray()));
  };
  const evaluations = (events: readonly TrainingEvent[]) =>
    events.flatMap((event) => (event.type === 'evaluation' ? [event.metrics] : []));

  beforeAll(async () => {
    await setBackend('cpu');
    folder = await mkdtemp(join(tmpdir(), 'finetune-'));
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'train.tsv'), ['text\tlabel', ...rows(40)].join('\n'));
    await writeFile(join(folder, 'data', 'dev.tsv'), ['text\tlabel', ...rows(20, 5)].join('\n'));
    const config = electraConfig({
      vocabSize: vocabulary.length,
      embeddingSize: 8,
      hiddenSize: 16,
      numHiddenLayers: 1,
      numAttentionHeads: 2,
      intermediateSize: 16,
      hiddenDropoutProb: 0,
      attentionProbsDropoutProb: 0,
      // Wide enough to learn in a few dozen steps from random layers.
      initializerRange: 0.3,
      maxPositionEmbeddings: 16,
    });
    const model = ElectraForPreTraining.create(config, { seed: 1 });
    await model.savePretrained(join(folder, 'model'));
    await Tokenizer.fromVocabulary(vocabulary).save(join(folder, 'model'));
    model.dispose();
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('learns a task and leaves a classifier that loads, scores and classifies', async () => {
    const told = options();
    const events = await run(told);
    const measured = evaluations(events);
    expect(measured).toHaveLength(12);
    expect(events[0]).toEqual({ type: 'preparation', step: 0, graph: 'fine-tuning step', stage: 'recording', engine: 'onnxruntime' });
    expect(events.at(-1)).toEqual({ type: 'finished', step: 36, reason: 'completed' });

    const results = await readResults(told.out);
    expect(results).toMatchObject({
      task: 'opinions',
      initialize: 'pretrained',
      labels: ['negative', 'positive'],
      examples: { train: 40, dev: 20 },
      steps: 36,
    });
    const best = Math.max(...measured.map(({ accuracy }) => accuracy));
    expect(results?.best?.metrics['accuracy']).toBe(best);
    expect(best).toBe(1);

    const model = await ElectraForSequenceClassification.fromPretrained(told.out);
    expect(model.labels).toEqual(['negative', 'positive']);
    model.dispose();
    const score = await scoreTask({ model: told.out, task, data: told.data, engine: 'onnxruntime', threads: 1 });
    expect(score).toMatchObject({ task: 'opinions', split: 'dev', examples: 20, metrics: { accuracy: 1, auc: 1 } });

    const texts = [{ text: 'a good song' }, { text: 'a very bad film' }, { text: `${'a '.repeat(40)} bad` }];
    const found = [];
    for await (const each of classify({ model: told.out, texts, engine: 'onnxruntime', threads: 1 })) found.push(each);
    expect(found.map(({ text }) => text)).toEqual(texts.map(({ text }) => text));
    expect(found.slice(0, 2).map(({ label }) => label)).toEqual(['positive', 'negative']);
    for (const { scores } of found) expect(scores['positive'] + scores['negative']).toBeCloseTo(1, 6);
  });

  it("learns with the reference's pooled head", async () => {
    const told = options({ head: 'pooled' });
    await run(told);
    const model = await ElectraForSequenceClassification.fromPretrained(told.out);
    expect([model.head, model.labels]).toEqual(['pooled', ['negative', 'positive']]);
    model.dispose();
    const score = await scoreTask({ model: told.out, task, data: told.data, engine: 'onnxruntime', threads: 1 });
    expect(score).toMatchObject({ metrics: { accuracy: 1 } });
  });

  it('repeats with its seed, and starts elsewhere without pre-training', async () => {
    const short = { epochs: 1 };
    const numbers = (events: readonly TrainingEvent[]) =>
      events.flatMap((event) => (event.type === 'step' ? [event.metrics['loss']] : []));
    const [one, same, other] = [
      await run(options(short)),
      await run(options(short)),
      await run({ ...options(short), initialize: 'random' as const }),
    ];
    expect(numbers(one)).toHaveLength(3);
    expect(numbers(same)).toEqual(numbers(one));
    expect(numbers(other)).not.toEqual(numbers(one));
  });

  it('saves when it is stopped, and replaces a folder only when told to', async () => {
    const told = options();
    const events = await stoppedAt(told, 2);
    expect(events.slice(-2)).toMatchObject([{ type: 'checkpoint', step: 2 }, { type: 'finished', reason: 'stopped' }]);
    expect(await readResults(join(told.out, 'checkpoint-000002', 'discriminator'))).toMatchObject({ best: null, history: [] });
    await expect(run(told)).rejects.toThrow(/interrupted.*--resume.*--force/);
    await run({ ...told, force: true, configuration: { ...told.configuration, training: { epochs: 1 } } });
    expect((await readResults(told.out))?.best).not.toBeNull();
    await expect(run(told)).rejects.toThrow(/is not empty/);
  });

  (findOpenVino() === undefined ? it.skip : it)('warns of graphs that OpenVINO refuses, and goes on with ONNX Runtime (skipped where it is not installed)', async () => {
    // Without what reads graphs the library refuses every one.
    const [whole, library] = [findOpenVino() as string, join(folder, 'lacking')];
    await mkdir(library);
    const needed = (await readdir(whole)).filter((name) => /^lib(?:openvino|openvino_c|openvino_(?:intel|arm)_cpu_plugin|tbb|hwloc)\.so/.test(name));
    for (const name of needed) await copyFile(join(whole, name), join(library, name));
    const told = options({ epochs: 1 });
    const lacking = { ...told, configuration: { ...told.configuration, engine: { name: 'openvino', threads: 1, library } } };
    // In a process of its own: this one may have the whole library loaded, which a second one would share.
    const script = `(async () => {
      const { finetune } = await import('./dist/finetune.js');
      await finetune(JSON.parse(process.argv[1])).forEach((event) => console.log(JSON.stringify(event)));
    })()`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script, JSON.stringify(lacking)], { cwd: join(__dirname, '..'), encoding: 'utf8' });
    const events = stdout.trim().split('\n').map((line) => JSON.parse(line) as TrainingEvent);
    const refusals = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
    const steps = refusals.map((message) => /^step '(.*)' runs on onnxruntime: OpenVINO cannot read the graph, since .* lacks openvino_onnx_frontend/.exec(message)?.[1]);
    expect(new Set(steps)).toEqual(new Set(['fine-tuning step', 'dev evaluation']));
    expect(events.at(-1)).toMatchObject({ type: 'finished', reason: 'completed' });
    expect(stderr).not.toContain('runs on onnxruntime');
  });

  it('counts what it cuts, and writes nothing where something is wrong', async () => {
    const cut = await run(options({ epochs: 0.1, maxLength: 8 }));
    // Every fifth text says "very" four times and has nine tokens with [CLS] and [SEP].
    const message = '8 of 40 training and 4 of 20 development texts are cut to 8 tokens (training.maxLength).';
    expect(cut[0]).toEqual({ type: 'warning', message });
    const told = { ...options(), data: join(folder, 'nowhere') };
    await expect(run(told)).rejects.toThrow(/no such folder/);
    const long = options({ maxLength: 64 });
    await expect(run(long)).rejects.toThrow(/at most 16 tokens/);
    expect(await readdir(folder)).not.toContain(long.out.split('/').at(-1));
  });
});
