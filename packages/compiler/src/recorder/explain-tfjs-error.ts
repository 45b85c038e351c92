import { RecordError } from './record-error.js';
import { describeLocation, userLocation } from './user-location.js';

const MISSING_KERNEL = /Kernel '(?<kernel>\w+)' not registered for backend/;
const NO_TENSOR = /Argument '\w+' passed to '(?<operation>\w+)' must be a Tensor or TensorLike, but got '(?<received>null|undefined)'/;
const MISSING_GRADIENT = /gradient function not found for (?<kernel>\w+)/;

/** What to use in place of kernels that draw in JavaScript or read values. */
const alternatives: Readonly<Record<string, string>> = {
  Multinomial: 'Draw with the random source of the step: count the running sums of the probabilities that random.uniform([rows, 1]) exceeds, as drawIndices of @electra-ts/generator does.',
  Where: 'Its result has as many rows as there are true elements; use tf.where with three tensors.',
};

/** The error of a step that was recorded; where tfjs met what cannot be recorded, one that says what to do. */
export function explainTfjsError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof RecordError) return error;
  const where = describeLocation(userLocation(error.stack ?? ''));
  const kernel = MISSING_KERNEL.exec(error.message)?.groups?.['kernel'];
  if (kernel !== undefined) {
    const remedy =
      alternatives[kernel] ?? 'Write it with operations that `compilableKernels` lists, or run the step eagerly.';
    return new RecordError(`The kernel '${kernel}'${where} cannot be compiled. ${remedy}`, { cause: error });
  }
  const absent = NO_TENSOR.exec(error.message)?.groups;
  if (absent !== undefined) {
    return new RecordError(
      `The step${where} gives tf.${absent['operation']} ${absent['received']} instead of a tensor. Where that is one of its inputs, the run lacks it.`,
      { cause: error },
    );
  }
  const ungraded = MISSING_GRADIENT.exec(error.message)?.groups?.['kernel'];
  if (ungraded !== undefined) {
    return new RecordError(`tfjs has no gradient for '${ungraded}'${where}.`, { cause: error });
  }
  return error;
}
