import { parseConfig, UserError } from '@electra-ts/config';
import { pretrainingConfig } from './pretraining-config.js';
import type { PretrainOptions } from './pretraining-session.js';
import { assertRunFits } from './refuse-scarce-memory.js';
import { closeParts, openParts, recordOf, type RunParts, trainingParts } from './run-parts.js';
import type { RunRecord } from './run-record.js';
import { type RunSizes, runSizes } from './run-sizes.js';
import { disposeRunState, newRunState } from './run-state.js';
import { warmupSteps } from './warmup-steps.js';

/** What is known of a run before it begins. */
export interface PretrainingEstimate extends RunSizes {
  /** What run.json would hold: the resolved configuration, networks, parameter counts, FLOPs of a step. */
  readonly record: RunRecord;
  /** What the probe measured; absent where there was none. */
  readonly probe?: {
    /** Steps that were timed, after the first, which builds the graph. */
    readonly steps: number;
    readonly secondsPerStep: number;
    readonly secondsPerEvaluation: number;
    /** Time for all steps and evaluations. */
    readonly expectedSeconds: number;
    /** Most memory that this process had so far. */
    readonly peakBytes: number;
  };
}

/**
 * Checks a configuration, its data and tokenizer as `pretrain` would, and tells what the run would cost. Writes nothing.
 *
 * @param options.probe seconds to measure the speed for, with real steps on the real data; 0 for no measurement (10)
 * @param options.signal ends the measurement between two steps, and a download for `from` at once
 * @throws UserError for whatever would keep the run from starting; the reason of `signal`
 */
export async function describePretraining(
  options: Pick<PretrainOptions, 'configuration' | 'tokenizer' | 'from' | 'signal'> & { readonly probe?: number },
): Promise<PretrainingEstimate> {
  const parts = await openParts(options);
  try {
    const record = recordOf(parts);
    const estimate = { record, ...runSizes(parts) };
    const { probe = 10 } = options;
    if (probe > 0) assertRunFits(parts);
    return probe > 0 ? { ...estimate, probe: await measure(parts, record, probe, options.signal) } : estimate;
  } finally {
    await closeParts(parts);
  }
}

async function measure(
  parts: RunParts,
  record: RunRecord,
  atMost: number,
  signal?: AbortSignal,
): Promise<NonNullable<PretrainingEstimate['probe']>> {
  const { networks, config } = parts;
  const state = newRunState(networks, config);
  try {
    const { trainer, heldOut } = trainingParts(parts, state);
    const clock = () => performance.now() / 1000;
    const timed = async (work: () => Promise<unknown>) => {
      const started = clock();
      await work();
      return clock() - started;
    };
    // The first of each builds a graph.
    signal?.throwIfAborted();
    await trainer.update(1);
    const times: number[] = [];
    const end = clock() + atMost;
    const { steps } = config.training;
    for (let n = 2; n <= steps && (times.length < 2 || (clock() < end && times.length < 50)); n++) {
      signal?.throwIfAborted();
      times.push(await timed(() => trainer.update(n)));
    }
    const secondsPerStep = times.reduce((sum, time) => sum + time, 0) / Math.max(1, times.length);
    signal?.throwIfAborted();
    await heldOut.run();
    const secondsPerEvaluation = await timed(() => heldOut.run());
    const evaluations = Math.ceil(steps / config.evaluation.every);
    return {
      steps: times.length,
      secondsPerStep,
      secondsPerEvaluation,
      expectedSeconds: steps * secondsPerStep + evaluations * secondsPerEvaluation,
      peakBytes: process.resourceUsage().maxRSS * 1024,
    };
  } finally {
    disposeRunState(state);
  }
}

/** A share of the budget for what the probe does not see: starting, saving, other work on the machine. */
const RESERVE = 0.05;

/**
 * The configuration with as many steps as fit into a time, so that the learning rate ends where the time does. The
 * warm-up is shortened to a tenth of the steps where it would be longer.
 *
 * @param seconds from now to the end
 * @throws UserError for a configuration with phases, whose steps are given; the reason of `signal`
 */
export async function fitToBudget(
  options: Pick<PretrainOptions, 'configuration' | 'tokenizer' | 'from' | 'signal'>,
  seconds: number,
): Promise<{ readonly configuration: unknown; readonly estimate: PretrainingEstimate }> {
  const started = performance.now();
  const config = parseConfig(pretrainingConfig, options.configuration, 'The configuration');
  if (config.data.phases !== undefined) {
    throw new UserError({
      what: 'A budget cannot set the steps of data.phases',
      expected: 'data.path',
      received: `${config.data.phases.length} phases, each with steps of its own`,
      remedy: 'Leave the budget out, or limit the time by training.maxTime.',
    });
  }
  const estimate = await describePretraining({ ...options, probe: Math.min(20, seconds / 20) });
  const { secondsPerStep, secondsPerEvaluation } = estimate.probe as NonNullable<PretrainingEstimate['probe']>;
  const left = seconds * (1 - RESERVE) - (performance.now() - started) / 1000;
  const steps = Math.max(1, Math.floor(left / (secondsPerStep + secondsPerEvaluation / config.evaluation.every)));
  const training = {
    ...(options.configuration as { training?: object }).training,
    steps,
    warmupSteps: Math.min(warmupSteps(config.training), Math.floor(steps / 10)),
  };
  return { configuration: { ...(options.configuration as object), training }, estimate };
}
