import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomically, writeFolderAtomically } from '@electra-ts/checkpoint';
import { packageVersion } from '@electra-ts/config';
import { ElectraForPreTraining, ReplacedTokenDetector } from '@electra-ts/discriminator';
import { ShardSet } from '@electra-ts/data';
import { createRuntime } from '@electra-ts/engine';
import { ElectraForMaskedLM, MaskFiller } from '@electra-ts/generator';
import type { RunRecord } from '@electra-ts/pretraining';
import { type DoubtExample, renderReport, type Verdict } from '@electra-ts/report';
import { resolveTask } from '@electra-ts/tasks';
import { Tokenizer } from '@electra-ts/tokenizer';
import { resolveModelFolder, RunFolder } from '@electra-ts/training';
import { StageProgress } from '../progress/stage-progress.js';
import { tellPreparation } from '../progress/tell-preparation.js';
import { prepareData } from '../stages/prepare-data.js';
import { runFinetuning } from '../stages/run-finetuning.js';
import { runPretraining } from '../stages/run-pretraining.js';
import { trainTokenizer } from '../stages/train-tokenizer.js';
import { writeCorpus } from './corpus.js';
import { doubtExamples, generatorAltered, handAltered } from './doubt-examples.js';
import type { QuickstartConfig } from './quickstart-config.js';
import { quickstartReport, type Tuned } from './quickstart-report.js';
import { runStage, type StageRecord } from './stage-marker.js';
import { writeSpamTask } from './spam-task.js';

const version = packageVersion(import.meta.url);

/** How a quickstart runs. */
export interface QuickstartOptions {
  readonly config: QuickstartConfig;
  /** Folder of everything. */
  readonly out: string;
  readonly quiet: boolean;
  readonly signal: AbortSignal;
}

/** What a quickstart ends with. */
export interface QuickstartResult {
  readonly report: string;
  readonly verdicts: readonly Verdict[];
  readonly stages: readonly { readonly name: string; readonly seconds: number; readonly reused: boolean }[];
}

/** The whole path, stage by stage; a stage that was finished with the same inputs is not done again. */
export async function runQuickstart(options: QuickstartOptions): Promise<QuickstartResult> {
  const { config, signal } = options;
  const stages: { name: string; seconds: number; reused: boolean }[] = [];
  const path = (...names: string[]) => join(options.out, ...names);

  /** @param output what the stage leaves behind, a path below `out` */
  const stage = async <T>(name: string, inputs: unknown, output: string | undefined, run: (progress: StageProgress) => Promise<T>): Promise<StageRecord<T>> => {
    const progress = new StageProgress({ title: name, quiet: options.quiet });
    const marker = path('stages', `${name}.json`);
    const kept = output === undefined ? {} : { output: path(output) };
    // Another version may do it in another way.
    const record = await runStage({ marker, inputs: [version, inputs], ...kept, run: () => run(progress) });
    progress.done(record.reused ? 'done before' : 'done');
    stages.push({ name, seconds: record.seconds, reused: record.reused });
    signal.throwIfAborted();
    return record;
  };

  const corpus = await stage('corpus', config.corpus, 'corpus', async () => {
    await rm(path('corpus'), { recursive: true, force: true });
    return writeCorpus(path('corpus'), config.corpus.every);
  });
  const tokenizer = await stage('tokenizer', [corpus.key, config.tokenizer], 'tokenizer', async (progress) => {
    const { vocabularySize } = config.tokenizer;
    const trained = await trainTokenizer({ paths: [path('corpus')], vocabularySize, lowercase: true, progress, signal });
    await writeFolderAtomically(path('tokenizer'), (folder) => trained.tokenizer.save(folder));
    return { vocabularySize: trained.tokenizer.vocabularySize };
  });
  const lengths = [...new Set(config.pretraining.phases.map(({ sequenceLength }) => sequenceLength))];
  const data: string[] = [];
  for (const sequenceLength of lengths) {
    const prepared = await stage(`prepare-${sequenceLength}`, [tokenizer.key, config.data, config.seed], join('data', String(sequenceLength)), async (progress) => {
      const out = dataFolder(options.out, sequenceLength);
      await rm(out, { recursive: true, force: true });
      const manifest = await prepareData({
        paths: [path('corpus')],
        tokenizer: await Tokenizer.fromPretrained(path('tokenizer')),
        out,
        sequenceLength,
        validationFraction: config.data.validation,
        seed: config.seed,
        force: false,
        characters: corpus.result.characters,
        progress,
        signal,
      });
      return { train: manifest.splits.train.examples, valid: manifest.splits.valid.examples };
    });
    data.push(prepared.key);
  }
  const pretrained = await stage('pretrain', [data, config.pretraining, config.engine, config.seed], 'run', (progress) =>
    pretrainStage(options, data, progress),
  );
  const mails = await stage('mails', [config.finetuning.trainMails, config.finetuning.devMails, config.seed], 'mails', () =>
    writeSpamTask(path('mails'), { train: config.finetuning.trainMails, dev: config.finetuning.devMails }, config.seed),
  );
  const { seeds, ...recipe } = config.finetuning;
  const tuned: Record<'pretrained' | 'untrained', Tuned[]> = { pretrained: [], untrained: [] };
  for (let n = 0; n < seeds; n++) {
    const seed = config.seed + n;
    for (const begins of ['pretrained', 'untrained'] as const) {
      const [name, inputs] = [`finetune-${begins}-seed-${seed}`, [pretrained.key, mails.key, recipe, config.engine]];
      const { result } = await stage(name, inputs, join('finetuned', `${begins}-seed-${seed}`), (progress) =>
        tuneStage(options, { name, inputs, begins, seed }, progress),
      );
      tuned[begins].push(result);
    }
  }
  const examples = await stage('examples', [pretrained.key], undefined, (progress) => exampleStage(options, progress));

  const { config: recorded, metrics } = await RunFolder.inspect(path('run'));
  const record = recorded as RunRecord;
  const report = quickstartReport({
    metrics,
    run: {
      engine: record.engine,
      parameters: record.parameters,
      flopsPerStep: record.flopsPerStep,
      steps: totalSteps(config),
      tokensPerStep: record.tokensPerStep,
      configuration: record.configuration,
    },
    mails: mails.result,
    tuned,
    reinitializeLayers: recipe.reinitializeLayers,
    examples: examples.result,
    stages,
  });
  await writeFileAtomically(path('report.html'), renderReport(report));
  return { report: path('report.html'), verdicts: report.verdicts, stages };
}

/** Where the examples of a length are. */
const dataFolder = (out: string, sequenceLength: number) => join(out, 'data', String(sequenceLength));

const totalSteps = ({ pretraining }: QuickstartConfig) => pretraining.phases.reduce((sum, { steps }) => sum + steps, 0);

async function pretrainStage(
  { config, out, signal }: QuickstartOptions,
  dataKeys: readonly string[],
  progress: StageProgress,
): Promise<object> {
  const { preset, phases, learningRate, warmupSteps, startTemperature, temperatureSteps, evaluateEvery, evaluationBatches, network } = config.pretraining;
  const configuration = {
    seed: config.seed,
    model: { preset, discriminator: network.discriminator, generator: network.generator },
    objective: { startTemperature, temperatureSteps },
    // Short examples train every position.
    data: { randomPositions: true, phases: phases.map((phase) => ({ ...phase, path: dataFolder(out, phase.sequenceLength) })) },
    training: { steps: totalSteps(config), learningRate, warmupSteps },
    evaluation: { every: evaluateEvery, batches: evaluationBatches },
    checkpoint: { every: evaluateEvery, keep: 1 },
    engine: config.engine,
  };
  const run = join(out, 'run');
  const resume = await goesOn(run, join(out, 'stages', 'pretrain.begun'), [dataKeys, configuration]);
  const tokenizer = join(out, 'tokenizer');
  const { step } = await runPretraining({ configuration, tokenizer, out: run, resume, signal }, progress);
  signal.throwIfAborted();
  return { step };
}

/**
 * Whether training in a folder goes on: where it was begun with the same inputs, which are noted before it begins. Else what
 * the folder holds is removed.
 *
 * @param begun path of the note
 */
async function goesOn(folder: string, begun: string, inputs: unknown): Promise<boolean> {
  const note = JSON.stringify(inputs);
  const holdsTraining = ['run.json', 'results.json'].some((name) => existsSync(join(folder, name)));
  if (holdsTraining && (await readText(begun)) === note) return true;
  await rm(folder, { recursive: true, force: true });
  await mkdir(dirname(begun), { recursive: true });
  await writeFileAtomically(begun, note);
  return false;
}

async function tuneStage(
  { config, out, signal }: QuickstartOptions,
  { name, inputs, begins, seed }: { readonly name: string; readonly inputs: unknown; readonly begins: 'pretrained' | 'untrained'; readonly seed: number },
  progress: StageProgress,
): Promise<Tuned> {
  const folder = join(out, 'finetuned', `${begins}-seed-${seed}`);
  const resume = await goesOn(folder, join(out, 'stages', `${name}.begun`), [version, inputs]);
  const { epochs, batchSize, learningRate, maxLength, reinitializeLayers } = config.finetuning;
  const { results } = await runFinetuning(
    {
      task: await resolveTask(join(out, 'mails', 'task.yaml')),
      model: join(out, 'run'),
      data: join(out, 'mails'),
      out: folder,
      configuration: {
        seed,
        training: { epochs, batchSize, learningRate, maxLength, reinitializeLayers },
        engine: config.engine,
      },
      initialize: begins === 'pretrained' ? 'pretrained' : 'random',
      resume,
      signal,
    },
    progress,
  );
  if (results === null) {
    signal.throwIfAborted();
    throw new Error(`${folder}: the fine-tuning left no results`);
  }
  // Of all parts, where it was interrupted.
  return { steps: results.steps, seconds: results.seconds, evaluations: results.history };
}

/** Held-out sentences with words replaced by the generator, and sentences with words replaced by hand. */
async function exampleStage({ config, out }: QuickstartOptions, progress: StageProgress): Promise<readonly DoubtExample[]> {
  const { runtime } = await createRuntime({ ...config.engine, engine: config.engine.name, onPreparation: tellPreparation(progress) });
  try {
    const tokenizer = await Tokenizer.fromPretrained(join(out, 'tokenizer'));
    const generator = await ElectraForMaskedLM.fromPretrained(await resolveModelFolder(join(out, 'run'), 'generator'));
    const discriminator = await ElectraForPreTraining.fromPretrained(await resolveModelFolder(join(out, 'run'), 'discriminator'));
    const filler = new MaskFiller({ model: generator, tokenizer, runtime });
    const detector = new ReplacedTokenDetector({ model: discriminator, tokenizer, runtime });
    const { sequenceLength } = config.pretraining.phases[config.pretraining.phases.length - 1];
    const texts = await heldOutTexts(dataFolder(out, sequenceLength), tokenizer, 5);
    const generated = await generatorAltered(texts, { filler, tokenizer, seed: config.seed });
    const examples = [
      ...(await doubtExamples(generated, 'generator', detector)),
      ...(await doubtExamples(handAltered(), 'hand', detector)),
    ];
    generator.dispose();
    discriminator.dispose();
    return examples;
  } finally {
    await runtime.dispose();
  }
}

/** Texts of held-out examples, taken at even distances. */
async function heldOutTexts(folder: string, tokenizer: Tokenizer, count: number): Promise<string[]> {
  const shards = await ShardSet.open(folder, 'valid');
  try {
    const special = new Set(Object.values(tokenizer.specialTokens));
    return Array.from({ length: Math.min(count, shards.size) }, (_, i) => {
      const { ids } = shards.example(Math.floor((i * shards.size) / count));
      return tokenizer.decode(ids.filter((id) => !special.has(id)));
    });
  } finally {
    shards.close();
  }
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
