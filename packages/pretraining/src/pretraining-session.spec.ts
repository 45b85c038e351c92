import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSafetensors } from '@electra-ts/checkpoint';
import { type Document, prepare } from '@electra-ts/data';
import { Tokenizer } from '@electra-ts/tokenizer';
import type { TrainingPlan } from '@electra-ts/training';
import { from, lastValueFrom } from 'rxjs';
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

  it('warns at the start of a disk without room for the checkpoints', async () => {
    const told = options();
    const session = await PretrainingSession.open({ ...told, configuration: { ...told.configuration, checkpoint: { keep: 1e13 } } });
    expect(session.takeWarnings()).toEqual([expect.stringMatching(/the disk of .* free, .*checkpoint\.keep/)]);
    await session.close();
  });

  it('goes on from the newest checkpoint that is whole, and tells of the others', async () => {
    const told = options();
    const first = await PretrainingSession.open(told);
    expect(first.start.from).toBe(0);
    const plan = await first.plan();
    await save(plan, 2);
    await save(plan, 4);
    await appendFile(join(told.out, 'checkpoint-000004', 'generator', 'config.json'), ' ');
    // What the run's folder warns of while training goes on becomes events, too.
    expect(plan.takeWarnings?.()).toEqual([]);
    await first.run.latestCheckpoint();
    expect(plan.takeWarnings?.()).toEqual([expect.stringMatching(/checkpoint-000004 is left out/)]);
    expect(plan.takeWarnings?.()).toEqual([]);
    await first.close();

    const second = await PretrainingSession.open({ ...told, resume: true });
    expect(second.start.from).toBe(2);
    expect(second.takeWarnings()).toEqual([expect.stringMatching(/checkpoint-000004 is left out/)]);
    await second.close();
  });

  it('is not begun anew where no checkpoint is whole', async () => {
    const told = options();
    const first = await PretrainingSession.open(told);
    const checkpoint = await save(await first.plan(), 2);
    await first.run.appendMetrics({ step: 2 });
    await first.close();
    await writeFile(join(checkpoint, 'manifest.json'), '{');
    await expect(PretrainingSession.open({ ...told, resume: true })).rejects.toThrow(/none of its checkpoints is whole.*000002.*--force without --resume/s);
    expect(await readFile(join(told.out, 'metrics.jsonl'), 'utf8')).toBe('{"step":2}\n');
  });

  it("begins with another run's weights in a new vocabulary, and goes on without it", async () => {
    const first = options();
    const trained = await PretrainingSession.open(first);
    await save(await trained.plan(), 3);
    await trained.close();

    const domain = Tokenizer.fromVocabulary([...vocabulary.slice(0, 7), 'barks', ...vocabulary.slice(7)]);
    await domain.save(join(folder, 'domain-tokenizer'));
    const data = join(folder, 'domain-data');
    await prepare({ documents: documents(), tokenizer: domain, out: data, sequenceLength: 8, seed: 1, validationFraction: 0.2 });
    const { training, engine } = first.configuration;
    const told = { ...options(), configuration: { seed: 5, data: { path: data }, training, engine }, tokenizer: join(folder, 'domain-tokenizer') };
    const second = await PretrainingSession.open({ ...told, from: first.out });
    expect(second.takeWarnings()).toEqual([expect.stringContaining('10 of 11 tokens keep')]);
    const { record } = second.start;
    expect([record.from, record.networks.discriminator.hiddenSize]).toEqual([first.out, 4]);
    // Nothing was trained in either: what is saved is what was begun with.
    const checkpoint = await save(await second.plan(), 1);
    await second.close();
    const weights = (of: string) => readSafetensors(join(of, 'discriminator', 'model.safetensors'));
    const [before, after] = [await weights(join(first.out, 'checkpoint-000003')), await weights(checkpoint)];
    const word = 'electra.embeddings.word_embeddings.weight';
    const row = ({ [word]: { data } }: typeof before, id: number) => [...data.slice(4 * id, 4 * id + 4)];
    expect([0, 6, 8, 10].map((id) => row(after, id))).toEqual([0, 6, 7, 9].map((id) => row(before, id)));
    const layer = 'electra.encoder.layer.0.attention.self.query.weight';
    expect(after[layer].data).toEqual(before[layer].data);

    const configuration = record.configuration;
    const again = await PretrainingSession.open({ ...told, configuration, resume: true });
    expect(again.start.from).toBe(1);
    await again.close();
    await expect(PretrainingSession.open({ ...told, configuration, resume: true, from: first.out })).rejects.toThrow(/leave from out/);
  });

  it('refuses to replace the run whose weights it begins with', async () => {
    const told = options();
    const session = await PretrainingSession.open(told);
    await save(await session.plan(), 3);
    await session.close();
    const checkpoint = join(told.out, 'checkpoint-000003');
    for (const from of [told.out, join(checkpoint, 'discriminator')]) {
      await expect(PretrainingSession.open({ ...told, from, force: true })).rejects.toThrow(/would replace the one whose weights it begins with/);
    }
    const configuration = { ...told.configuration, objective: { name: 'fast-electra' }, model: { ...told.configuration.model, generatorFrom: told.out } };
    await expect(PretrainingSession.open({ ...told, configuration, force: true })).rejects.toThrow(/would replace the one whose weights/);
    expect((await readdir(told.out)).sort()).toEqual(['checkpoint-000003', 'run.json']);
  });

  it('does not forget, where there is no checkpoint yet, what it began with', async () => {
    const first = options();
    const trained = await PretrainingSession.open(first);
    await save(await trained.plan(), 3);
    await trained.close();
    const told = options();
    const session = await PretrainingSession.open({ ...told, from: first.out });
    const { configuration } = session.start.record;
    await session.run.appendMetrics({ step: 1 });
    await session.close();
    await expect(PretrainingSession.open({ ...told, configuration, resume: true })).rejects.toThrow(/--from .* --force/);
    expect(await readFile(join(told.out, 'metrics.jsonl'), 'utf8')).toBe('{"step":1}\n');
  });

  it('records what changes when it is resumed but for the time that one start has, and warns of another engine', async () => {
    const told = options({ maxTime: 3600 });
    const first = await PretrainingSession.open(told);
    await save(await first.plan(), 1);
    await first.close();
    const recorded = async () => JSON.parse(await readFile(join(told.out, 'run.json'), 'utf8')).config;
    const began = await recorded();
    expect(began.configuration.training).not.toHaveProperty('maxTime');
    const configuration = { ...told.configuration, log: { every: 7 }, engine: { name: 'onnxruntime', threads: 1 } };
    const second = await PretrainingSession.open({ ...told, configuration, resume: true });
    expect(second.takeWarnings()).toEqual([expect.stringMatching(/other arithmetic.*engine was "cpu" and is "onnxruntime"$/)]);
    await second.close();
    const changed = await recorded();
    expect(changed).toMatchObject({ arithmetic: { engine: 'onnxruntime', threads: 1 }, configuration: { log: { every: 7 }, engine: { name: 'onnxruntime' } } });
    expect(changed.engine).toMatch(/^engine onnxruntime/);
    expect(changed.configuration.training).toEqual(began.configuration.training);
    const third = await PretrainingSession.open({ ...told, configuration, resume: true });
    expect(third.takeWarnings()).toEqual([]);
    await third.close();
    expect(await recorded()).toEqual(changed);
  });

  it('is not resumed on other text without force', async () => {
    const told = options();
    const first = await PretrainingSession.open(told);
    await save(await first.plan(), 1);
    await first.close();
    const tokenizer = await Tokenizer.fromPretrained(told.tokenizer);
    const other = join(folder, 'other-data');
    await prepare({ documents: documents(), tokenizer, out: other, sequenceLength: 8, seed: 2, validationFraction: 0.2 });
    const elsewhere = { ...told, configuration: { ...told.configuration, data: { path: other } }, resume: true };
    await expect(PretrainingSession.open(elsewhere)).rejects.toThrow(/data\.phases\.0\.content\.fingerprint was/);
    // Text that has only moved is the same.
    const moved = join(folder, 'moved-data');
    await cp(join(folder, 'data'), moved, { recursive: true });
    await (await PretrainingSession.open({ ...elsewhere, configuration: { ...told.configuration, data: { path: moved } } })).close();
    const forced = await PretrainingSession.open({ ...elsewhere, force: true });
    expect(forced.takeWarnings()).toEqual([expect.stringMatching(/another configuration: .*fingerprint was/)]);
    await forced.close();
  });

  it('counts what each step cost when it was done, where it is resumed with another batch, of an older version, too', async () => {
    const told = options();
    const larger = { ...told, configuration: options({ batchSize: 4 }).configuration, resume: true, force: true };
    const row = async (session: PretrainingSession, n: number) => (await lastValueFrom(from((await session.plan()).step(n)))) as Record<string, number>;
    const first = await PretrainingSession.open(told);
    const { tokens, flops } = await row(first, 1);
    expect(tokens).toBe(2 * 8);
    expect(await row(first, 2)).toMatchObject({ tokens: 2 * tokens, flops: 2 * flops });
    const checkpoint = await save(await first.plan(), 2);
    // As an older version wrote it, which did not add up.
    const older = await first.run.saveCheckpoint(3, async (folder) => {
      await cp(checkpoint, folder, { recursive: true, filter: (path) => path !== join(checkpoint, 'manifest.json') });
      await writeFile(join(folder, 'trainer_state.json'), '{"version": 1, "step": 3, "seconds": 1}');
    });
    await first.close();

    const second = await PretrainingSession.open(larger);
    expect(second.start.from).toBe(3);
    const fourth = await row(second, 4);
    expect(fourth).toMatchObject({ tokens: (3 + 2) * tokens });
    expect(fourth['flops'] / flops).toBeCloseTo(3 + 2, 10);
    await second.close();

    await rm(older, { recursive: true });
    const third = await PretrainingSession.open(larger);
    expect(third.start.from).toBe(2);
    expect(await row(third, 3)).toMatchObject({ tokens: (2 + 2) * tokens });
    await third.close();
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

  it('is closed only when a checkpoint is written of which the copy had begun', async () => {
    const told = options();
    const session = await PretrainingSession.open(told);
    const { save: saving } = await session.plan();
    const begun = saving?.begin?.(2) as Promise<{ written: Promise<string> }>;
    await session.close();
    const names = (await readdir(told.out)).sort();
    expect(names).toEqual(['checkpoint-000002', 'run.json']);
    expect(await (await begun).written).toBe(join(told.out, 'checkpoint-000002'));
  });

  it('warns where it ends in skipped steps whose weights are good', async () => {
    const told = options();
    const session = await PretrainingSession.open(told);
    const plan = await session.plan();
    for (const n of [4, 5]) plan.notice?.(n, { loss: NaN });
    await plan.evaluate?.run(5);
    expect(await save(plan, 5)).toBe(join(told.out, 'checkpoint-000005'));
    expect(session.takeWarnings()).toEqual(['the last 2 steps were skipped: the weights are those after step 3']);
    await session.close();
  });

  it('goes on after an evaluation that was not finite, which metrics.jsonl has as null', async () => {
    const told = options({ earlyStopping: { metric: 'generator/loss', patience: 2 } });
    await (await PretrainingSession.open(told)).close();
    const resumed = await PretrainingSession.open({ ...told, resume: true });
    await resumed.run.appendMetrics({ type: 'evaluation', step: 1, 'generator/loss': NaN });
    const { controls } = await resumed.plan();
    expect(controls?.signal.aborted).toBe(false);
    await resumed.close();
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
    expect(timed.reason).toBe('the time is up: training.maxTime, 0.0 s');
    await short.close();
  });
});
