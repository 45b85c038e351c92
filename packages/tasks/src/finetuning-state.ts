import { join } from 'node:path';
import { writeFileAtomically } from '@electra-ts/checkpoint';
import type { HostTensor, Runtime } from '@electra-ts/compiler';
import { parseConfig, readConfigFile } from '@electra-ts/config';
import { readVariables, readVariableValues, writeVariables } from '@electra-ts/nn';
import { momentVariables } from '@electra-ts/optim';
import { z } from 'zod';
import type { EvaluationRecord } from './finetuning-results.js';
import type { Learned } from './finetuning-step.js';

/** An evaluation with the parameters that it judged. */
export interface BestEvaluation extends EvaluationRecord {
  /** Of several tasks: each with its task's prefix. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** By common names. */
  readonly values: Readonly<Record<string, HostTensor>>;
}

/** What changes while a fine-tuning goes on, beside parameters and moments. Batches and noise follow from seed and step. */
export interface FinetuningState {
  /** Updates done. */
  step: number;
  /** Seconds of training and evaluation, in all parts. */
  seconds: number;
  /** Padding of the epochs so far, summed, and their number. */
  padding: { sum: number; epochs: number };
  /** What training has computed so far. */
  computed: { tokens: number; flops: number };
  history: EvaluationRecord[];
  best: BestEvaluation | null;
}

/** The state that a fine-tuning begins with. */
export function newFinetuningState(): FinetuningState {
  return { step: 0, seconds: 0, padding: { sum: 0, epochs: 0 }, computed: { tokens: 0, flops: 0 }, history: [], best: null };
}

const count = z.int().nonnegative();
// JSON has null for what is no number.
const metric = z.number().nullable().transform((value) => value ?? NaN);
const evaluation = z.strictObject({
  step: count,
  metrics: z.record(z.string(), metric),
  seconds: z.number().optional(),
  tokens: count.optional(),
  flops: z.number().optional(),
});
const stored = z.strictObject({
  version: z.literal(1),
  step: count,
  seconds: z.number().nonnegative(),
  padding: z.strictObject({ sum: z.number(), epochs: count }),
  computed: z.strictObject({ tokens: count, flops: z.number() }),
  history: z.array(evaluation),
  best: evaluation
    .extend({ settings: z.record(z.string(), z.unknown()) })
    .nullable(),
});

const [modelFile, optimizerFile, bestFile, stateFile] = ['model.safetensors', 'optimizer.safetensors', 'best.safetensors', 'trainer_state.json'];

/** Writes a checkpoint's content into a folder: parameters, moments, the best evaluation's parameters, and the rest of the state. */
export async function saveFinetuningState(
  folder: string,
  state: FinetuningState,
  { model, moments }: Learned,
  runtime: Pick<Runtime, 'read'>,
): Promise<void> {
  await writeVariables(join(folder, modelFile), await runtime.read(model.parameters));
  await writeVariables(join(folder, optimizerFile), await runtime.read(momentVariables(moments)));
  const { best, ...rest } = state;
  const { values, ...record } = best ?? {};
  if (values) await writeVariables(join(folder, bestFile), values);
  const json = { version: 1, ...rest, best: best && record };
  await writeFileAtomically(join(folder, stateFile), `${JSON.stringify(json, null, 2)}\n`);
}

/**
 * Reads what `saveFinetuningState` wrote, bit for bit: parameters and moments into the variables, the rest is returned.
 *
 * @throws UserError where a file is missing or does not fit the model
 */
export async function loadFinetuningState(folder: string, { model, moments }: Learned): Promise<FinetuningState> {
  const path = join(folder, stateFile);
  const { best, step, seconds, padding, computed, history } = parseConfig(stored, await readConfigFile(path), path);
  await readVariables(join(folder, modelFile), model.parameters);
  await readVariables(join(folder, optimizerFile), momentVariables(moments));
  return { step, seconds, padding, computed, history, best: best && { ...best, values: await readVariableValues(join(folder, bestFile), model.parameters) } };
}
