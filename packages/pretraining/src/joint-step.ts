import type { StepFunction } from '@electra-ts/compiler';
import { maskedLanguageModelLoss, replacedTokenLoss } from '@electra-ts/losses';
import type { RandomSource } from '@electra-ts/ops';
import { adamW, type AdamWOptions, clipScale, globalNorm, type Moments, variableGradients } from '@electra-ts/optim';
import { add, mul, reshape, type Scalar, type Tensor1D } from '@tensorflow/tfjs-core';
import { corrupt } from './corrupt.js';
import { discriminatorLogits } from './discriminator-logits.js';
import { generatorHead, outputTable } from './generator-head.js';
import type { JointModel } from './joint-model.js';
import type { Feeds } from './model-inputs.js';

// B batch, T tokens, N = B*T, M masked positions, D width, E embedding width, V vocabulary

/** Weights of the two losses, and the temperature that replacements are drawn at unless a step is fed with another. */
export interface Objective {
  readonly discriminatorWeight: number;
  readonly generatorWeight: number;
  readonly temperature: number;
}

/**
 * One step of ELECTRA's joint training (paper, section 2): the generator fills in the masked positions, samples from it
 * replace the tokens there, and the discriminator says of every token whether it was replaced. Plain tfjs: it runs
 * eagerly and compiled.
 *
 * @returns a step that updates the model and the moments and reports its losses, all []
 */
export function jointStep(
  model: JointModel,
  moments: Moments,
  options: { readonly objective: Objective; readonly optimizer: AdamWOptions & { readonly clipNorm: number } },
): StepFunction {
  const { objective, optimizer } = options;
  return (feeds, random) => {
    const forward = () => jointLosses(model, feeds, objective, random);
    const { value, gradients, results } = variableGradients(forward, model.variables);
    const gradientNorm = globalNorm(gradients);
    adamW(model.variables, moments, gradients, feeds['learningRate'] as Scalar, optimizer, {
      gradientScale: clipScale(gradientNorm, optimizer.clipNorm),
      ...(optimizer.biasCorrection
        ? { correction: { first: feeds['firstCorrection'] as Scalar, second: feeds['secondCorrection'] as Scalar } }
        : {}),
    });
    return { loss: value, ...results, gradientNorm };
  };
}

/** The two losses and their weighted sum. */
function jointLosses(model: JointModel, feeds: Feeds, objective: Objective, random: RandomSource) {
  const weights_M = feeds['weights'] as Tensor1D;
  const head_ME = generatorHead(model, feeds, random);
  const [table_VE, bias_V] = outputTable(model);
  const generatorLoss = maskedLanguageModelLoss(head_ME, table_VE, bias_V, feeds['labels'] as Tensor1D, weights_M);

  const temperature = (feeds['temperature'] as Scalar | undefined) ?? objective.temperature;
  const { corrupted_N, replaced_N } = corrupt(model, feeds, head_ME, temperature, random);
  const logits_N = discriminatorLogits(model, feeds, corrupted_N, random);
  const real_N = reshape(feeds['attentionMask'], [-1]) as Tensor1D;
  const discriminatorLoss = replacedTokenLoss(logits_N, replaced_N, real_N);

  const weighted = mul(discriminatorLoss, objective.discriminatorWeight);
  const loss = add<Scalar>(mul(generatorLoss, objective.generatorWeight), weighted);
  return { loss, results: { generatorLoss, discriminatorLoss } };
}
