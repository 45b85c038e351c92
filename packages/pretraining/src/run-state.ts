import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@electra-ts/checkpoint';
import type { HostTensor, Runtime } from '@electra-ts/compiler';
import { parseConfig, UserError } from '@electra-ts/config';
import { readVariables, writeVariables } from '@electra-ts/nn';
import { createAverages, createMoments, disposeMoments, type Moments, momentVariables } from '@electra-ts/optim';
import type { Tokenizer } from '@electra-ts/tokenizer';
import type { Variable } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { type JointLayout, JointModel } from './joint-model.js';
import type { Objective } from './objectives/objective.js';
import type { PretrainingConfig } from './pretraining-config.js';
import type { JointConfig } from './resolve-pretraining.js';
import { trainedVariables } from './trained-variables.js';

/** What a checkpoint knows beside numbers of the networks. Batches and noise follow from seed and step. */
const trainerState = z.strictObject({
  version: z.literal(1),
  /** Updates done. */
  step: z.int().nonnegative(),
  /** Seconds of training so far, over all parts of the run. */
  seconds: z.number().nonnegative(),
  /** What the updates cost, each with the configuration of its time. Older versions did not write it down. */
  spent: z.strictObject({ tokens: z.number().nonnegative(), flops: z.number().nonnegative() }).optional(),
});

/** See `trainerState`. */
export type TrainerState = z.output<typeof trainerState>;

/** Everything that changes while a run goes on. */
export interface RunState {
  readonly model: JointModel;
  readonly moments: Moments;
  /** Moving averages of the trained variables, under their names, where the run keeps some. */
  readonly averages?: Readonly<Record<string, Variable>> | undefined;
  readonly trainer: TrainerState;
}

/** The state that a run begins with. */
export function newRunState(
  networks: JointConfig,
  { seed, objective, training }: Pick<PretrainingConfig, 'seed' | 'objective' | 'training'>,
): RunState {
  const model = JointModel.create(networks, { seed });
  const trained = trainedVariables(model, objective);
  const averages = training.ema === undefined ? undefined : createAverages(trained);
  return { model, moments: createMoments(trained), averages, trainer: { version: 1, step: 0, seconds: 0 } };
}

/** Releases the memory of a state. */
export function disposeRunState({ model, moments, averages }: RunState): void {
  model.dispose();
  disposeMoments(moments);
  for (const average of Object.values(averages ?? {})) average.dispose();
}

const optimizerFile = 'optimizer.safetensors';
const averagesFolder = 'ema';
const stateFile = 'trainer_state.json';

/** The numbers of a copy, whose memory the next copy may take once this one is written. */
export type CopiedNumbers = Readonly<Record<'weights' | 'averages' | 'moments', Readonly<Record<string, HostTensor>>>>;

/**
 * Copies a state, and returns what writes the copy into a folder as a checkpoint's content: `discriminator`, `generator`,
 * the optimizer's moments and the trainer's state; where averages are kept, `ema` with the same networks as they are on
 * the average. Training may go on meanwhile.
 *
 * @param spent the numbers of an earlier copy that is written, which are not to be read any more: a copy into new memory takes three times as long
 */
export async function copyRunState(
  { model, moments, averages, trainer }: RunState,
  runtime: Pick<Runtime, 'read'>,
  tokenizer: Pick<Tokenizer, 'save'>,
  spent?: CopiedNumbers,
): Promise<{ readonly write: (folder: string) => Promise<void>; readonly numbers: CopiedNumbers }> {
  const numbers = {
    weights: await runtime.read(model.variables, spent?.weights),
    averages: averages ? await runtime.read(averages, spent?.averages) : {},
    moments: await runtime.read(momentVariables(moments), spent?.moments),
  };
  const write = async (folder: string) => {
    await model.save(folder, numbers.weights, tokenizer);
    if (averages) await model.save(join(folder, averagesFolder), { ...numbers.weights, ...numbers.averages }, tokenizer);
    await writeVariables(join(folder, optimizerFile), numbers.moments);
    await writeFileAtomically(join(folder, stateFile), `${JSON.stringify(trainer, null, 2)}\n`);
  };
  return { write, numbers };
}

/**
 * Reads what `copyRunState` had written, bit for bit.
 *
 * @param options how the model was made and what it learns; ELECTRA with shared embeddings when absent; whether the
 *   run keeps averages
 * @throws UserError where a file is missing or does not fit the others
 */
export async function loadRunState(
  folder: string,
  { layout, objective, averaged = false }: {
    readonly layout?: JointLayout;
    readonly objective?: Objective;
    readonly averaged?: boolean;
  } = {},
): Promise<RunState> {
  const where = join(folder, stateFile);
  const json = await readFile(where, 'utf8').catch((cause: Error) => {
    throw new UserError({ what: `${where} cannot be read`, received: cause.message }, { cause });
  });
  const trainer = parseConfig(trainerState, JSON.parse(json), where);
  const model = await JointModel.load(folder, layout);
  const moments = createMoments(trainedVariables(model, objective));
  await readVariables(join(folder, optimizerFile), momentVariables(moments));
  const averages = averaged ? await loadAverages(join(folder, averagesFolder), layout, moments) : undefined;
  return { model, moments, averages, trainer };
}

async function loadAverages(folder: string, layout: JointLayout | undefined, { first }: Moments): Promise<Record<string, Variable>> {
  const averaged = await JointModel.load(folder, layout);
  const averages = Object.fromEntries(Object.keys(first).map((name) => [name, averaged.variables[name]]));
  const copies = createAverages(averages);
  averaged.dispose();
  return copies;
}

/** Variables under `prefix` and a dot. */
export function prefixed(prefix: string, variables: Readonly<Record<string, Variable>>): Record<string, Variable> {
  return Object.fromEntries(Object.entries(variables).map(([name, variable]) => [`${prefix}.${name}`, variable]));
}
