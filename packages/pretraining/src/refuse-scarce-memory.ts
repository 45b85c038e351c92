import { totalmem } from 'node:os';
import { UserError } from '@electra-ts/config';
import type { DataPhase } from './data-phases.js';
import type { RunParts } from './run-parts.js';
import { runSizes } from './run-sizes.js';

/** A phase as far as its batches' sizes depend on it. */
export type BatchSizes = Pick<DataPhase, 'batchSize'> & { readonly sequenceLength: number };

/** Of an activation: bfloat16, of which an engine may keep them. */
const ACTIVATION_BYTES = 2;
/** Of a token in a batch: int32. */
const TOKEN_BYTES = 4;

/**
 * Refuses a run that cannot fit into this machine's memory, before anything is allocated: the process would be ended minutes later
 * without a word. What is estimated is the least there can be: the state, a batch's tokens, and of each layer of the discriminator
 * what it gives to the next, which the backward pass needs. A run that passes may still need more than there is.
 *
 * @param available bytes; what the machine has, or the process may use of it, when absent
 * @throws UserError where the estimate is larger
 */
export function refuseScarceMemory(
  run: Pick<RunParts, 'networks' | 'config'> & { readonly phases: readonly BatchSizes[] },
  available: number = usableMemory(),
): void {
  const { networks: { discriminator }, config: { training } } = run;
  const { stateBytes } = runSizes(run);
  const widths = discriminator.numHiddenLayers * discriminator.hiddenSize;
  const bytesOf = ({ batchSize, sequenceLength }: BatchSizes) =>
    batchSize * sequenceLength * (TOKEN_BYTES + (widths * ACTIVATION_BYTES) / training.accumulate);
  const largest = run.phases.reduce((a, b) => (bytesOf(b) > bytesOf(a) ? b : a));
  const needed = stateBytes + bytesOf(largest);
  if (needed <= available) return;
  const { batchSize, sequenceLength } = largest;
  throw new UserError({
    what: 'The run does not fit into the memory of this machine',
    expected: `at most ${gigabytes(available)}`,
    received:
      `at the very least ${gigabytes(needed)}: ${gigabytes(stateBytes)} of parameters, moments and gradients, and ${gigabytes(bytesOf(largest))} ` +
      `for a batch of ${batchSize.toLocaleString('en')} examples of ${sequenceLength} tokens`,
    remedy: 'Choose a smaller training.batchSize (or that of a phase), compute it in parts by training.accumulate, or choose a smaller model.',
  });
}

/**
 * `refuseScarceMemory` for a run that is about to begin. On TensorFlow it may be a GPU's memory that counts, which nobody asks.
 *
 * @throws UserError where it cannot fit
 */
export function assertRunFits(parts: RunParts): void {
  if (parts.engine.name === 'tensorflow') return;
  refuseScarceMemory({ ...parts, phases: parts.phases.map(({ batchSize, train }) => ({ batchSize, sequenceLength: train.manifest.sequenceLength })) });
}

/** The machine's, or less where the process is in a container that may use less. */
function usableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(totalmem(), limit) : totalmem();
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toLocaleString('en', { maximumSignificantDigits: 3 })} GB`;
