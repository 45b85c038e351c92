/* Softmax cross-entropy with integer labels. M rows, V classes. */
import { fusedKernels } from '@electra-ts/ops';
import { type KernelTable, kernel } from '../kernel.js';
import type { Recorder } from '../recorder.js';
import type { Symbolic } from '../symbolic.js';
import { subtract } from './arithmetic.js';
import { max } from './reduction.js';
import { reshape } from './reshape.js';
import { unary } from './unary.js';

/**
 * Probabilities and negative log likelihood. The logarithm of the sum of exponentials is max(logits) - log(max(probs)),
 * which is exact where the label's own probability has vanished.
 */
const softmaxCrossEntropy = kernel((recorder, inputs) => {
  const [logits, labels] = [inputs['logits'] as Symbolic, inputs['labels'] as Symbolic];
  const [rows] = logits.shape as [number, number];
  const probs = recorder.record('Softmax', [logits], logits, { attributes: { axis: 1 } });
  const logSum = subtract(
    recorder,
    max(recorder, logits, [1], false),
    unary(recorder, 'Log', max(recorder, probs, [1], false)),
  );
  const type = { shape: [rows, 1], dtype: 'float32' } as const;
  const chosen = recorder.record('GatherElements', [logits, columnOf(recorder, labels)], type, {
    attributes: { axis: 1 },
  });
  return [probs, subtract(recorder, logSum, reshape(recorder, chosen, [rows]))];
});

/** Each row's gradient: its probabilities less 1 at the label. */
const minusOneHot = kernel((recorder, inputs) => {
  const [probs, labels] = [inputs['probs'] as Symbolic, inputs['labels'] as Symbolic];
  const minusOne_M1 = recorder.uniform(-1, [probs.shape[0] as number, 1], 'float32');
  return recorder.record('ScatterElements', [probs, columnOf(recorder, labels), minusOne_M1], probs, {
    attributes: { axis: 1, reduction: 'add' },
  });
});

function columnOf(recorder: Recorder, labels: Symbolic): Symbolic {
  return reshape(recorder, labels, [labels.shape[0] as number, 1]);
}

export const crossEntropyKernels: KernelTable = {
  [fusedKernels.SoftmaxCrossEntropy]: softmaxCrossEntropy,
  [fusedKernels.MinusOneHot]: minusOneHot,
};
