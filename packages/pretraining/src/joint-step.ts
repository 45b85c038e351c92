import type { StepFunction } from '@electra-ts/compiler';
import { replacedTokenLogits } from '@electra-ts/discriminator';
import { generatorPredictions, sampleReplacements } from '@electra-ts/generator';
import { maskedLanguageModelLoss, replacedTokenLoss } from '@electra-ts/losses';
import { electraEncoder } from '@electra-ts/nn';
import { project, type RandomSource, stopGradient } from '@electra-ts/ops';
import { adamW, type AdamWOptions, clipScale, globalNorm, type Moments, variableGradients } from '@electra-ts/optim';
import { add, cast, gather, mul, notEqual, reshape, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { JointModel } from './joint-model.js';
import { placeTokens } from './place-tokens.js';

// B batch, T tokens, N = B*T, M masked positions, D width, E embedding width, V vocabulary

/** What a step reads: a masked batch and the learning rate. See `jointFeeds`. */
export type Feeds = Readonly<Record<string, Tensor>>;

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

/** The generator's last hidden states at the masked positions, ready for the output table: [M, E]. */
export function generatorHead({ generator }: JointModel, feeds: Feeds, random: RandomSource | null): Tensor2D {
  const { config, parameters } = generator;
  const hidden_ND = electraEncoder(parameters, config, modelInputs(feeds, feeds['ids']), random);
  return generatorPredictions(parameters, config, gather(hidden_ND, feeds['positions'] as Tensor1D));
}

/** The generator's output layer: the shared word embeddings [V, E], and a bias [V]. */
export function outputTable({ generator }: JointModel): readonly [Tensor2D, Tensor1D] {
  const { parameters } = generator;
  const table_VE = parameters['electra.embeddings.word_embeddings.weight'] as Tensor;
  return [table_VE as Tensor2D, parameters['generator_lm_head.bias'] as Tensor as Tensor1D];
}

/**
 * The batch with samples of the generator in the masked positions, and which tokens differ from the original. A sample
 * that happens to be the original counts as original (paper, section 2). No gradient flows through this.
 *
 * @returns `corrupted_N` int32, `replaced_N` float32, 1 or 0
 */
export function corrupt(
  model: JointModel,
  feeds: Feeds,
  head_ME: Tensor2D,
  temperature: number | Scalar,
  random: RandomSource,
) {
  const [table_VE, bias_V] = outputTable(model);
  const logits_MV = project(stopGradient(head_ME), stopGradient(table_VE), stopGradient(bias_V));
  const sampled_M = sampleReplacements(logits_MV, random.gumbel(logits_MV.shape), temperature);
  const place = (values_M: Tensor1D) =>
    placeTokens(
      reshape(feeds['ids'], [-1]) as Tensor1D,
      feeds['positions'] as Tensor1D,
      values_M,
      feeds['weights'] as Tensor1D,
    );
  const corrupted_N = place(sampled_M);
  const original_N = place(feeds['labels'] as Tensor1D);
  return { corrupted_N, replaced_N: cast(notEqual(corrupted_N, original_N), 'float32') as Tensor1D };
}

/** The discriminator's logit for every token, above 0 where it looks replaced: [N]. */
export function discriminatorLogits(
  { discriminator }: JointModel,
  feeds: Feeds,
  ids_N: Tensor1D,
  random: RandomSource | null,
): Tensor1D {
  const { config, parameters } = discriminator;
  const inputs = modelInputs(feeds, reshape(ids_N, feeds['ids'].shape));
  return replacedTokenLogits(parameters, config, electraEncoder(parameters, config, inputs, random));
}

function modelInputs(feeds: Feeds, ids: Tensor) {
  return {
    ids_BT: ids as Tensor2D,
    attentionMask_BT: feeds['attentionMask'] as Tensor2D,
    types_BT: feeds['types'] as Tensor2D,
    positions_BT: feeds['positionIds'] as Tensor2D | undefined,
  };
}
