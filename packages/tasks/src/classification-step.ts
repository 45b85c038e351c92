import type { StepFunction } from '@electra-ts/compiler';
import type { ElectraForSequenceClassification } from '@electra-ts/discriminator';
import { sequenceClassificationLoss } from '@electra-ts/losses';
import type { RandomSource } from '@electra-ts/ops';
import { adamW, type AdamWOptions, clipScale, globalNorm, type Moments, variableGradients } from '@electra-ts/optim';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';

// B examples, T tokens, C labels

/** What decides an update. */
export interface ClassificationOptimizer {
  readonly adamW: AdamWOptions;
  /** Multiplier of the learning rate for each parameter. */
  readonly rates: Readonly<Record<string, number>>;
  readonly clipNorm: number;
}

/**
 * One step of fine-tuning a classifier. Its feeds are ids and types int32 [B, T], attentionMask [B, T], labels int32 [B],
 * weights [B] (0 for rows that fill up the batch) and learningRate [].
 *
 * @returns a step that updates model and moments and reports `loss` and `gradientNorm`, both []
 */
export function classificationStep(
  model: ElectraForSequenceClassification,
  moments: Moments,
  optimizer: ClassificationOptimizer,
): StepFunction {
  return (feeds, random) => {
    const forward = () =>
      sequenceClassificationLoss(
        classifierLogits(model, feeds, random),
        feeds['labels'] as Tensor1D,
        feeds['weights'] as Tensor1D,
      );
    const { value, gradients } = variableGradients(forward, model.parameters);
    const gradientNorm = globalNorm(gradients);
    adamW(model.parameters, moments, gradients, feeds['learningRate'] as Scalar, optimizer.adamW, {
      rates: optimizer.rates,
      gradientScale: clipScale(gradientNorm, optimizer.clipNorm),
    });
    return { loss: value, gradientNorm };
  };
}

/** A step that reports the `logits` [B, C] of a batch, without dropout. It reads ids, types and attentionMask. */
export function classifierInference(model: ElectraForSequenceClassification): StepFunction {
  return (feeds) => ({ logits: classifierLogits(model, feeds, null) });
}

function classifierLogits(
  model: ElectraForSequenceClassification,
  feeds: Readonly<Record<string, Tensor>>,
  random: RandomSource | null,
): Tensor2D {
  const inputs = {
    ids_BT: feeds['ids'] as Tensor2D,
    types_BT: feeds['types'] as Tensor2D,
    attentionMask_BT: feeds['attentionMask'] as Tensor2D,
  };
  return model.logits(inputs, random);
}
