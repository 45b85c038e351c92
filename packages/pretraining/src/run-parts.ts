import { packageVersion } from '@electra-ts/config';
import { dataFingerprint, readManifest, ShardSet } from '@electra-ts/data';
import { createRuntime, type EngineChoice, type RunningEngine } from '@electra-ts/engine';
import { Tokenizer } from '@electra-ts/tokenizer';
import { type Beginning, readBeginning } from './beginning.js';
import { type DataPhase, dataPhases } from './data-phases.js';
import { heldOutBatches } from './held-out-batches.js';
import { averagedToo, type Evaluation, HeldOutEvaluation } from './held-out-evaluation.js';
import { heldOutLeaks } from './held-out-leaks.js';
import type { JointModel } from './joint-model.js';
import { JointTrainer } from './joint-trainer.js';
import type { LossFunction } from './objectives/objective.js';
import type { PretrainingConfig } from './pretraining-config.js';
import type { Cost } from './recorded-cost.js';
import { refuseIdle } from './refuse-idle.js';
import { type JointConfig, resolvePretraining } from './resolve-pretraining.js';
import { type RunRecord, runRecord } from './run-record.js';
import type { RunState } from './run-state.js';
import { stepFlops } from './step-flops.js';
import { Unigram } from './unigram.js';

/** What says which parts a run needs; see `PretrainOptions`. */
export interface RunPartsOptions {
  readonly configuration: unknown;
  readonly tokenizer: string;
  readonly from?: string;
  readonly resume?: boolean;
  readonly losses?: LossFunction | undefined;
  /** Ends opening: a download at once, else before the next model, file of shards or engine. */
  readonly signal?: AbortSignal | undefined;
  /** See `EngineChoice`, as `onPreparation`. */
  readonly onWarning?: (message: string) => void;
  readonly onPreparation?: EngineChoice['onPreparation'];
}

/** What a run needs beside its folder and its state. */
export interface RunParts {
  readonly config: PretrainingConfig;
  readonly adopt: Beginning['adopt'];
  readonly from: string | undefined;
  readonly losses: LossFunction | undefined;
  readonly networks: JointConfig;
  readonly tokenizer: Tokenizer;
  readonly engine: RunningEngine;
  readonly phases: readonly OpenPhase[];
}

/** A phase with its shards open. */
export interface OpenPhase extends DataPhase {
  readonly train: ShardSet;
  readonly valid: ShardSet;
}

/** What does a run's updates and what measures it. */
export function trainingParts(
  { config, engine, phases, tokenizer, losses }: RunParts,
  state: RunState,
): { readonly trainer: JointTrainer; readonly heldOut: Evaluation } {
  // The length and the batch that training ends with are what a run is measured at.
  const { train, valid, batchSize } = phases.at(-1) as OpenPhase;
  const { seed, objective, evaluation } = config;
  const special = Object.values(tokenizer.specialTokens);
  const unigram = Unigram.count(train, { vocabularySize: tokenizer.vocabularySize, special });
  const trainer = new JointTrainer(engine.runtime, state, config, phases, unigram, losses);
  const batches = heldOutBatches(valid, {
    seed,
    unigram,
    batches: evaluation.batches,
    batchSize,
    probability: objective.maskProbability,
    maskShare: objective.maskShare,
    randomShare: objective.randomShare,
    vocabularySize: tokenizer.vocabularySize,
    specialTokens: tokenizer.specialTokens,
    strategy: config.data.masking,
  });
  const { model, averages } = state;
  const of = (networks: JointModel) => new HeldOutEvaluation(engine.runtime, networks, { batches, unigram, objective, seed });
  return { trainer, heldOut: averages ? averagedToo(of(model), of(model.withVariables(averages))) : of(model) };
}

/** @throws UserError for a configuration, data or a tokenizer that cannot be used; the reason of `signal` */
export async function openParts(options: RunPartsOptions): Promise<RunParts> {
  try {
    return await openAll(options);
  } catch (error) {
    // A download that was ended has another error.
    options.signal?.throwIfAborted();
    throw error;
  }
}

async function openAll({ configuration, tokenizer: folder, from, resume, losses, signal, onWarning, onPreparation }: RunPartsOptions): Promise<RunParts> {
  signal?.throwIfAborted();
  const { config, adopt } = await readBeginning(configuration, { from, resume, hub: { fetch: (input, init) => fetch(input, { ...init, signal }) } });
  const planned = dataPhases(config);
  // Before the tokenizer, which is looked for beside them.
  const manifests = await Promise.all(planned.map(({ path }) => readManifest(path)));
  const tokenizer = await Tokenizer.fromPretrained(folder);
  const networks = resolvePretraining(config, manifests, tokenizer);
  // A run that began with such a setting goes on with it: its record cannot be changed.
  if (!resume) refuseIdle(config.objective);
  for (const leak of heldOutLeaks(planned, manifests)) onWarning?.(leak);
  signal?.throwIfAborted();
  // The engine is not given the signal: it would end a step in progress, after which the run is to be saved.
  const engine = await createRuntime({ ...config.engine, engine: config.engine.name, ...(onWarning && { onWarning }), ...(onPreparation && { onPreparation }) });
  const phases: OpenPhase[] = [];
  try {
    for (const phase of planned) {
      const train = await ShardSet.open(phase.path, 'train', { signal });
      phases.push({ ...phase, train, valid: await ShardSet.open(phase.path, 'valid', { signal }) });
    }
    signal?.throwIfAborted();
    return { config, adopt, from, losses, networks, tokenizer, engine, phases };
  } catch (error) {
    closePhases(phases);
    await engine.runtime.dispose();
    throw error;
  }
}

function closePhases(phases: readonly OpenPhase[]): void {
  for (const { train, valid } of phases) {
    train.close();
    valid.close();
  }
}

/** Releases engine and data. */
export async function closeParts({ engine, phases }: RunParts): Promise<void> {
  closePhases(phases);
  await engine.runtime.dispose();
}

/** What the n-th step costs. */
export function stepCost({ networks, config: { objective }, phases }: RunParts, n: number): Cost {
  const { batchSize, train: { sequenceLength } } = phases.find(({ last }) => n <= last) as OpenPhase;
  const { maskProbability } = objective;
  return { tokens: batchSize * sequenceLength, flops: stepFlops(networks, { batchSize, sequenceLength, maskProbability }, objective) };
}

/** The record of a run with these parts. */
export function recordOf({ config, from, losses, networks, phases, engine }: RunParts): RunRecord {
  const { tokenizerFingerprint } = (phases.at(-1) as OpenPhase).train.manifest;
  return runRecord({
    packageVersion: packageVersion(import.meta.url),
    configuration: config,
    ...(from !== undefined && { from }),
    ...(losses && { losses: losses.name || 'without a name' }),
    networks,
    data: {
      tokenizerFingerprint,
      phases: phases.map(({ first, last, batchSize, train: { sequenceLength, manifest } }) => {
        const { examples, tokens } = manifest.splits.train;
        return { first, last, batchSize, sequenceLength, content: { examples, tokens, fingerprint: dataFingerprint(manifest) } };
      }),
    },
    engine: engine.description,
    arithmetic: { engine: engine.name, precision: engine.precision, threads: engine.runtime.threads },
  });
}
