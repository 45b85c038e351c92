import { mkdirSync, rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSafetensors } from '@electra-ts/checkpoint';
import { findOpenVino } from '@electra-ts/compiler';
import { UserError } from '@electra-ts/config';
import { type Document, prepare } from '@electra-ts/data';
import { ElectraForPreTraining } from '@electra-ts/discriminator';
import { Tokenizer } from '@electra-ts/tokenizer';
import type { TrainingEvent } from '@electra-ts/training';
import { firstValueFrom, tap, toArray } from 'rxjs';
import { describePretraining } from './describe-pretraining.js';
import { pretrain } from './pretrain.js';
import type { PretrainingStart } from './pretraining-session.js';

const words = 'the a cat dog sees hears big small red blue old new'.split(' ');
const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...words];

/** Documents of sentences such as "the big cat sees the red dog", whose grammar can be learned. */
async function* documents(): AsyncGenerator<Document> {
  for (let id = 0; id < 60; id++) {
    const pick = (salt: number, choices: string) => choices.split(' ')[(id * 7 + salt * 5 + ((id * salt) % 3)) % 2];
    const noun = (s: number) => `the ${pick(s, 'big small')} ${pick(s + 1, 'red blue')} ${pick(s + 2, 'cat dog')}`;
    const lines = Array.from({ length: 6 }, (_, line) => `${noun(line)} ${pick(line, 'sees hears')} ${noun(line + 1)}`);
    yield { id: String(id), text: lines.join('\n') };
  }
}

// Whole runs, each with a worker that loads ONNX Runtime: seconds on a busy machine.
jest.setTimeout(180_000);

const STEPS = 16;

describe('pretrain', () => {
  let folder: string;
  let number = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pretrain-'));
    const tokenizer = Tokenizer.fromVocabulary(vocabulary);
    await tokenizer.save(join(folder, 'tokenizer'));
    for (const [name, sequenceLength] of [['data', 16], ['short', 8]] as const) {
      const out = join(folder, name);
      await prepare({ documents: documents(), tokenizer, out, sequenceLength, seed: 1, validationFraction: 0.1 });
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  const configuration = (settings: { steps?: number; seed?: number } = {}) => ({
    seed: settings.seed ?? 3,
    model: {
      preset: 'tiny',
      discriminator: {
        numHiddenLayers: 1,
        hiddenSize: 16,
        embeddingSize: 16,
        intermediateSize: 32,
        maxPositionEmbeddings: 16,
      },
    },
    data: { path: join(folder, 'data') },
    training: { steps: settings.steps ?? STEPS, batchSize: 16, learningRate: 5e-3, warmupSteps: 3 },
    evaluation: { every: 8, batches: 2 },
    checkpoint: { every: 6, keep: 1 },
    engine: { name: 'onnxruntime', threads: 1 },
    log: { every: 1 },
  });
  const options = (out = join(folder, `run-${number++}`)) => ({
    configuration: configuration(),
    tokenizer: join(folder, 'tokenizer'),
    out,
  });
  const events = (told: Parameters<typeof pretrain>[0]) => firstValueFrom(pretrain(told).pipe(toArray()));

  /** What is measured, without what the clock decides. */
  const numbers = (all: readonly TrainingEvent[]) =>
    all.flatMap((event) => {
      if (event.type !== 'step' && event.type !== 'evaluation') return [];
      const timed = ['seconds', 'stepSeconds', 'dataWait', 'tokensPerSecond', 'flopsPerSecond', 'shareOfPeak', 'residentBytes'];
      const metrics = Object.entries(event.metrics).filter(([name]) => !timed.includes(name));
      return [{ type: event.type, step: event.step, metrics: Object.fromEntries(metrics) }];
    });
  const state = async (run: string) => {
    const checkpoint = join(run, 'checkpoint-000016');
    const files = ['discriminator/model.safetensors', 'generator/model.safetensors', 'optimizer.safetensors'];
    return Promise.all(files.map((file) => readSafetensors(join(checkpoint, file))));
  };

  let whole: ReturnType<typeof options>;
  let all: TrainingEvent[];

  it('learns, and says how well', async () => {
    let start: PretrainingStart | undefined;
    whole = options();
    all = await events({ ...whole, onStart: (begun) => (start = begun) });
    expect(start?.from).toBe(0);
    expect(start?.record.engine).toMatch(/^engine onnxruntime/);

    const steps = numbers(all).filter(({ type }) => type === 'step');
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));
    expect(steps[STEPS - 1].metrics['loss']).toBeLessThan(0.8 * steps[0].metrics['loss']);

    const evaluations = numbers(all).filter(({ type }) => type === 'evaluation');
    expect(evaluations.map(({ step }) => step)).toEqual([8, 16]);
    const { metrics } = evaluations[1];
    // Better than a guess among all tokens.
    expect(metrics['generator/loss']).toBeLessThan(Math.log(vocabulary.length));
    expect(metrics['fixed/aucLow']).toBeLessThanOrEqual(metrics['fixed/auc']);
    expect(all.at(-1)).toEqual({ type: 'finished', step: STEPS, reason: 'completed' });

    // What the first step waits for comes before it, and is no measurement.
    const first = all.slice(0, all.findIndex(({ type }) => type === 'step'));
    const joint = { type: 'preparation', step: 0, graph: 'joint step', engine: 'onnxruntime' };
    expect(first).toEqual([{ ...joint, stage: 'recording' }, { ...joint, stage: 'compiling' }, { ...joint, stage: 'ready', seconds: expect.any(Number) }]);

    // The run's folder: its description, a row for each measurement, the newest checkpoint.
    expect(await readdir(whole.out)).toEqual(expect.arrayContaining(['checkpoint-000016', 'metrics.jsonl', 'run.json', 'tensorboard']));
    const run = JSON.parse(await readFile(join(whole.out, 'run.json'), 'utf8')) as { config: PretrainingStart['record'] };
    expect(run.config).toEqual(JSON.parse(JSON.stringify(start?.record)));
    const rows = (await readFile(join(whole.out, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    expect(rows).toHaveLength(STEPS + 2);
    await ElectraForPreTraining.fromPretrained(join(whole.out, 'checkpoint-000016', 'discriminator'));
  });

  it('repeats bit for bit when it is stopped and resumed', async () => {
    const parts = options();
    const stop = new AbortController();
    const stopAt9 = tap((event: TrainingEvent) => 'step' in event && event.step === 9 && stop.abort());
    const first = await firstValueFrom(pretrain({ ...parts, signal: stop.signal }).pipe(stopAt9, toArray()));
    expect(first.at(-1)).toMatchObject({ type: 'finished', reason: 'stopped' });
    // Some steps more are under way when the event is received.
    expect(numbers(first).at(-1)?.step).toBeLessThan(STEPS);
    const rest = await events({ ...parts, resume: true });
    expect([...numbers(first), ...numbers(rest)]).toEqual(numbers(all));
    expect(await state(parts.out)).toEqual(await state(whole.out));
    const metrics = (await readFile(join(parts.out, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    expect(metrics).toHaveLength(STEPS + 2);
  });

  it('goes on with another engine than it began with', async () => {
    const parts = options();
    const stop = new AbortController();
    const stopAt9 = tap((event: TrainingEvent) => 'step' in event && event.step === 9 && stop.abort());
    await firstValueFrom(pretrain({ ...parts, signal: stop.signal }).pipe(stopAt9, toArray()));
    const rest = numbers(await events({ ...parts, configuration: { ...configuration(), engine: { name: 'wasm' } }, resume: true }));
    const last = (list: typeof rest) => list.findLast(({ type }) => type === 'step')?.metrics['loss'] ?? NaN;
    // The same but for rounding, unless that makes the generator draw another word.
    expect(Math.abs(last(rest) / last(numbers(all)) - 1)).toBeLessThan(0.05);
  });

  it('reads short examples first where it is told to, and resumes before, at and after the change', async () => {
    const phases = [
      { path: join(folder, 'short'), steps: 8, batchSize: 32 },
      { path: join(folder, 'data'), steps: 8 },
    ];
    const phased = () => ({ ...options(), configuration: { ...configuration(), data: { phases } } });
    const undisturbed = phased();
    const expected = numbers(await events(undisturbed));
    expect(expected).not.toEqual(numbers(all));

    const parts = phased();
    const seen: TrainingEvent[] = [];
    for (const until of [7, 8, 9, STEPS]) {
      const stop = new AbortController();
      const stopThere = tap((event: TrainingEvent) => 'step' in event && event.step === until && stop.abort());
      const told = { ...parts, signal: stop.signal, resume: seen.length > 0 };
      seen.push(...(await firstValueFrom(pretrain(told).pipe(stopThere, toArray()))));
    }
    const steps = (list: typeof expected) => list.filter(({ type }) => type === 'step');
    expect(steps(numbers(seen))).toEqual(steps(expected));
    expect(await state(parts.out)).toEqual(await state(undisturbed.out));
  });

  it.each<[{ model?: object; objective: object }, string[]]>([
    [{ model: { sharing: 'gradient-disentangled' }, objective: { name: 'coco-lm', disallowCorrect: true } }, ['generator', 'languageModel', 'live', 'fixed']],
    [{ objective: { name: 'mlm' } }, ['generator']],
    [{ model: { sharing: 'none' }, objective: { name: 'electric', sampler: 'unigram' } }, ['live', 'fixed']],
    [{ model: { twoTowerGenerator: true }, objective: { name: 'electric' } }, ['generator', 'live', 'fixed']],
    [
      { objective: { name: 'electra-mlm', weightSchedules: { languageModelWeight: [{ step: 0, weight: 1 }, { step: 12, weight: 0 }] } } },
      ['generator', 'languageModel', 'live', 'fixed'],
    ],
  ])('resumes %j exactly, and measures what it trains', async (settings, measured) => {
    const base = configuration();
    const told = () => ({
      ...options(),
      configuration: { ...base, model: { ...base.model, ...settings.model }, objective: settings.objective },
    });
    const undisturbed = told();
    const expected = numbers(await events(undisturbed));
    const parts = told();
    const stop = new AbortController();
    const stopAt9 = tap((event: TrainingEvent) => 'step' in event && event.step === 9 && stop.abort());
    const first = await firstValueFrom(pretrain({ ...parts, signal: stop.signal }).pipe(stopAt9, toArray()));
    const rest = await events({ ...parts, resume: true });
    expect([...numbers(first), ...numbers(rest)]).toEqual(expected);
    expect(await state(parts.out)).toEqual(await state(undisturbed.out));
    const evaluation = expected.find(({ type }) => type === 'evaluation');
    expect([...new Set(Object.keys(evaluation?.metrics ?? {}).map((name) => name.split('/')[0]))]).toEqual(measured);
  });

  it.each([1, 2])('moves the weights of losses as it is told, in %d parts', async (accumulate) => {
    const base = configuration({ steps: 5 });
    const weightSchedules = { languageModelWeight: [{ step: 1, weight: 0 }, { step: 3, weight: 4 }] };
    const objective = { name: 'electra-mlm', discriminatorWeight: 10, weightSchedules };
    const told = { ...options(), configuration: { ...base, objective, training: { ...base.training, accumulate } } };
    const steps = numbers(await events(told)).filter(({ type }) => type === 'step');
    const weights = steps.map(({ metrics: { loss, generatorLoss, discriminatorLoss, languageModelLoss } }) =>
      (loss - generatorLoss - 10 * discriminatorLoss) / languageModelLoss,
    );
    expect(weights).toHaveLength(5);
    [0, 0, 2, 4, 4].forEach((weight, step) => expect(weights[step]).toBeCloseTo(weight, 4));
  });

  it('goes on where the folder that TensorBoard reads is gone, and warns once', async () => {
    const told = { ...options(), configuration: configuration({ steps: 5 }) };
    const remove = tap((event: TrainingEvent) => 'step' in event && event.step === 2 && rmSync(join(told.out, 'tensorboard'), { recursive: true, force: true }));
    const all = await firstValueFrom(pretrain(told).pipe(remove, toArray()));
    expect(all.filter(({ type }) => type === 'warning')).toEqual([expect.objectContaining({ message: expect.stringContaining('no such file or folder (ENOENT)') })]);
    expect(all.at(-1)).toEqual({ type: 'finished', step: 5, reason: 'completed' });
  });

  it('saves where metrics cannot be written any more, and fails with the reason; it can be resumed once they can', async () => {
    const told = { ...options(), configuration: configuration({ steps: 100_000 }) };
    const metrics = join(told.out, 'metrics.jsonl');
    const obstruct = tap((event: TrainingEvent) => {
      if (event.type !== 'step' || event.step !== 2) return;
      rmSync(metrics);
      mkdirSync(metrics);
    });
    await expect(firstValueFrom(pretrain(told).pipe(obstruct, toArray()))).rejects.toMatchObject({ exitStatus: 1, message: expect.stringMatching(/saved and ended at step [3-9],.*EISDIR/) });
    const [saved, ...others] = (await readdir(told.out)).filter((name) => name.startsWith('checkpoint-'));
    expect(others).toEqual([]);
    const at = Number(saved.split('-')[1]);
    rmSync(metrics, { recursive: true });
    const rest = await events({ ...told, resume: true, force: true, configuration: configuration({ steps: at + 1 }) });
    expect(numbers(rest).filter(({ type }) => type === 'step')).toMatchObject([{ step: at + 1 }]);
  });

  it('computes batches in parts, averages weights, follows a cosine, and resumes all of it exactly', async () => {
    const base = configuration();
    const training = { ...base.training, accumulate: 4, ema: 0.9, schedule: 'cosine' };
    const told = () => ({ ...options(), configuration: { ...base, training } });
    const undisturbed = told();
    const expected = numbers(await events(undisturbed));
    const rates = expected.filter(({ type }) => type === 'step').map(({ metrics }) => metrics['learningRate']);
    expect(rates[3]).toBe(5e-3);
    const { metrics } = expected[expected.length - 1];
    expect(metrics['ema/generator/loss']).toBeGreaterThan(0);
    expect(metrics['ema/generator/loss']).not.toBe(metrics['generator/loss']);
    expect(rates[STEPS - 1]).toBeLessThan(1e-4);
    const parts = told();
    const stop = new AbortController();
    const stopAt9 = tap((event: TrainingEvent) => 'step' in event && event.step === 9 && stop.abort());
    const first = await firstValueFrom(pretrain({ ...parts, signal: stop.signal }).pipe(stopAt9, toArray()));
    expect([...numbers(first), ...numbers(await events({ ...parts, resume: true }))]).toEqual(expected);
    expect(await state(parts.out)).toEqual(await state(undisturbed.out));
    const average = (run: string) => readSafetensors(join(run, 'checkpoint-000016', 'ema', 'discriminator', 'model.safetensors'));
    expect(await average(parts.out)).toEqual(await average(undisturbed.out));
    expect(await average(parts.out)).not.toEqual((await state(parts.out))[0]);
    await ElectraForPreTraining.fromPretrained(join(parts.out, 'checkpoint-000016', 'ema', 'discriminator'));
  });

  it('stops early where nothing becomes better, says why, and does so again when resumed', async () => {
    const base = configuration();
    const training = { ...base.training, earlyStopping: { metric: 'generator/loss', patience: 1, minDelta: 100 } };
    const told = { ...options(), configuration: { ...base, training, evaluation: { every: 3, batches: 1 } } };
    const end = (await events(told)).at(-1);
    expect(end).toMatchObject({ type: 'finished', step: 6, reason: 'stopped', because: expect.stringMatching(/at step 3, for 1 eval/) });
    expect(await events({ ...told, resume: true })).toEqual([end]);
  });

  it('refuses to watch what evaluations do not have, before anything is written', async () => {
    const base = configuration();
    const training = { ...base.training, earlyStopping: { metric: 'fixed/uac', patience: 1 } };
    const told = { ...options(), configuration: { ...base, training } };
    await expect(events(told)).rejects.toThrow(/Did you mean fixed\/auc\?/);
    await expect(describePretraining({ ...told, probe: 0 })).rejects.toThrow(/Did you mean fixed\/auc\?/);
    expect(await readdir(folder)).not.toContain(told.out.split('/').at(-1));
  });

  it('goes on where an evaluation lacks what is watched, and warns', async () => {
    // A text of one word: whatever is drawn is what was there, so that nothing is replaced and there is no area.
    const tokenizer = Tokenizer.fromVocabulary([...vocabulary.slice(0, 5), 'the']);
    await tokenizer.save(join(folder, 'one-word-tokenizer'));
    const one = async function* () {
      for (let id = 0; id < 20; id++) yield { id: String(id), text: 'the '.repeat(30) };
    };
    const data = join(folder, 'one-word');
    await prepare({ documents: one(), tokenizer, out: data, sequenceLength: 16, seed: 1, validationFraction: 0.2 });
    const base = configuration({ steps: 4 });
    const training = { ...base.training, earlyStopping: { metric: 'fixed/auc', patience: 1 } };
    const told = {
      ...options(),
      tokenizer: join(folder, 'one-word-tokenizer'),
      configuration: { ...base, training, data: { path: data }, evaluation: { every: 2, batches: 1 }, checkpoint: { every: 2 } },
    };
    const all = await events(told);
    expect(all.at(-1)).toMatchObject({ type: 'finished', step: 4, reason: 'completed' });
    const warnings = all.filter((event) => event.type === 'warning' && /watches fixed\/auc, which the evaluation at step (2|4) lacks/.test(event.message));
    expect(warnings).toHaveLength(2);
    // What the resumed run reads has the same gap.
    expect((await events({ ...told, resume: true })).at(-1)).toMatchObject({ type: 'finished', reason: 'completed' });
  });

  it('refuses a folder that holds a run, and to go on with another configuration', async () => {
    const told = { ...options(), configuration: configuration({ steps: 1 }) };
    await events(told);
    await expect(events(told)).rejects.toThrow(/already holds a run/);
    const other = { ...told, resume: true, configuration: configuration({ steps: 1, seed: 9 }) };
    await expect(events(other)).rejects.toThrow(/seed was 3 and is 9/);
    await events({ ...told, resume: true });
  });

  const engines = [
    { name: 'onnxruntime', threads: 1, precision: 'float32' },
    { name: 'openvino', threads: 1, precision: 'float32' },
    { name: 'openvino', threads: 1, precision: 'bfloat16' },
  ];
  const usable = engines.filter(({ name }) => name !== 'openvino' || findOpenVino() !== undefined);
  if (usable.length < engines.length) it.skip('skips steps on openvino (skipped where OpenVINO is not installed)', () => undefined);
  it.each(usable)('skips steps that are not finite, and stops with a diagnosis where there are too many, on $name ($precision)', async (engine) => {
    const told = options();
    const base = configuration();
    // A learning rate that no network survives, from the third step on: the first has 0 as its rate, the second spoils the weights.
    const training = { ...base.training, learningRate: 1e30, warmupSteps: 3, maxSkipped: 3 };
    const wild = { ...base, engine, training, checkpoint: { every: 1, keep: 1 } };
    const seen: TrainingEvent[] = [];
    const run = firstValueFrom(pretrain({ ...told, configuration: wild }).pipe(tap((event) => seen.push(event)), toArray()));
    await expect(run).rejects.toThrow(
      /diverged: the last 3 steps up to \d+ .*Not finite are: losses .*gradients of .*norms before: .*last good checkpoint: .*checkpoint-000001\. To go on from there.*--resume --force/,
    );
    const skips = seen.filter((event) => event.type === 'warning' && /is skipped: its loss/.test(event.message));
    expect(skips.length).toBeGreaterThanOrEqual(3);
    const rows = (await readFile(join(told.out, 'metrics.jsonl'), 'utf8')).trim().split('\n').map((row) => JSON.parse(row));
    expect(rows.filter(({ type }) => type === 'warning')).toHaveLength(skips.length);

    // The checkpoint is good: with a sane learning rate the run goes on from it, if it is forced to.
    const sane = { ...wild, training: { ...training, steps: 8, learningRate: 1e-3 } };
    await expect(events({ ...told, configuration: sane, resume: true })).rejects.toThrow(/learningRate was 1e\+30 and is 0.001.*--force/);
    const rest = await events({ ...told, configuration: sane, resume: true, force: true });
    const steps = rest.filter((event) => event.type === 'step');
    expect(steps.map(({ step }) => step)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    for (const { metrics } of steps) expect(metrics['loss']).toBeLessThan(1e3);
    expect(rest.at(-1)).toEqual({ type: 'finished', step: 8, reason: 'completed' });
  });

  /** Runs whose steps are skipped from the third on, as the second, at a rate of 3e29, spoils the weights. */
  const spoilt = (steps: number, maxSkipped: number, out?: string) => {
    const base = configuration();
    const training = { ...base.training, steps, learningRate: 1e30, warmupSteps: 3, maxSkipped };
    return { ...options(out), configuration: { ...base, training, checkpoint: { every: 1, keep: 1 } } };
  };
  const checkpointsOf = async (out: string) => (await readdir(out)).filter((name) => name.startsWith('checkpoint')).sort();

  it('stopped while steps are skipped, is saved as it was before them beside the last good checkpoint', async () => {
    const told = spoilt(16, 10);
    const stop = new AbortController();
    const stopAt5 = tap((event: TrainingEvent) => event.type === 'step' && event.step === 5 && stop.abort());
    const stopped = await firstValueFrom(pretrain({ ...told, signal: stop.signal }).pipe(stopAt5, toArray()));
    expect(stopped.at(-1)).toMatchObject({ type: 'finished', reason: 'stopped' });
    expect(await checkpointsOf(told.out)).toEqual(['checkpoint-000001', 'checkpoint-000002']);
    const seen: TrainingEvent[] = [];
    const resumed = firstValueFrom(pretrain({ ...spoilt(16, 4, told.out), resume: true }).pipe(tap((event) => seen.push(event)), toArray()));
    await expect(resumed).rejects.toThrow(/up to 6 .*began with the weights of .*000002\. The last good checkpoint: .*000001\. Remove the other, and go on/s);
    expect(seen.flatMap((event) => (event.type === 'step' ? [event.step] : []))).toEqual(expect.arrayContaining([3, 4, 5]));
    expect(await checkpointsOf(told.out)).toEqual(['checkpoint-000001', 'checkpoint-000002']);
  });

  it.each([1e300, 1e30])('fails where the very last step spoils the weights, at a rate of %s, and keeps the checkpoint before', async (learningRate) => {
    const base = configuration();
    const told = (steps: number, more: object) => ({ ...options(join(folder, `spoilt-last-${learningRate}`)), configuration: { ...base, training: { ...base.training, steps, warmupSteps: 0, ...more }, checkpoint: { every: 1, keep: 1 } } });
    await expect(events(told(1, { learningRate }))).rejects.toThrow(/diverged: the weights after step 1 are no good, on held-out text generator\/loss is .*no checkpoint\. Begin anew.*--force/);
    expect(await checkpointsOf(told(1, {}).out)).toEqual([]);
    await events({ ...told(1, { learningRate: 1e-4 }), force: true });
    await expect(events({ ...told(2, { learningRate }), resume: true, force: true })).rejects.toThrow(/after step 2 are no good.*last good checkpoint: .*checkpoint-000001\. To go on/);
    expect(await checkpointsOf(told(2, {}).out)).toEqual(['checkpoint-000001']);
  });

  it('fails so, too, where no generator is measured', async () => {
    const base = configuration();
    const told = { ...options(join(folder, 'spoilt-without-generator')), configuration: { ...base, objective: { sampler: 'unigram' }, training: { ...base.training, steps: 1, warmupSteps: 0, learningRate: 1e300 }, checkpoint: { every: 1 } } };
    await expect(events(told)).rejects.toThrow(/the weights after step 1 are no good, on held-out text (live|fixed)\/loss is NaN/);
    expect(await checkpointsOf(told.out)).toEqual([]);
  });

  it('fails where it ends in skipped steps, too many of them or after weights that are no good', async () => {
    const few = spoilt(5, 4);
    await expect(events(few)).rejects.toThrow(/the weights after step 2 are no good, on held-out text generator\/loss is NaN.*They are not saved\. The last good checkpoint: .*000001/);
    expect(await checkpointsOf(few.out)).toEqual(['checkpoint-000001']);
    const many = spoilt(5, 3);
    const { configuration: whole } = many;
    const inParts = { ...whole, training: { ...whole.training, accumulate: 4 } };
    await expect(events({ ...many, configuration: inParts })).rejects.toThrow(/diverged: the last 3 steps up to 5 .*In part 1 of 4 of the batch: Not finite are: losses loss/);
    expect(await checkpointsOf(many.out)).toEqual(['checkpoint-000001']);
  });

  it('writes nothing for a configuration that cannot be used', async () => {
    const told = options();
    const wrong = { ...configuration(), training: { steps: 3, batchsize: 4 } };
    await expect(events({ ...told, configuration: wrong })).rejects.toThrow(UserError);
    expect(await readdir(folder)).not.toContain(told.out.split('/').at(-1));
  });
});
