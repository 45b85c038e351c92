import type { StepFunction } from '@electra-ts/compiler';
import { copyingCrossEntropy, noiseLogits } from '@electra-ts/losses';
import { project, projectionCrossEntropy } from '@electra-ts/ops';
import { add, argMax, gather, mul, neg, oneHot, reshape, sigmoid, softmax, sub } from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { corrupt, replaceBy } from './corrupt.js';
import { discriminatorLogits } from './discriminator-logits.js';
import { discriminatorStates } from './discriminator-states.js';
import { clozeHead, generatorHead, outputTable } from './generator-head.js';
import type { JointModel } from './joint-model.js';
import { logNoise } from './log-noise.js';
import { languageModelHead, languageModelTable } from './language-model-head.js';
import type { Feeds } from './model-inputs.js';
import { noisePlaces } from './noise-places.js';
import { type Objective, objectiveDefaults } from './objectives/objective.js';
import { objectives } from './objectives/objectives.js';

// B batch, T tokens, N = B*T, M masked positions, D width, V vocabulary

/** What an evaluation has to know of an objective. */
export type EvaluatedObjective = Pick<Objective, 'temperature' | 'name' | 'disallowCorrect' | 'maskProbability'>;

/**
 * What the networks make of a held-out batch, without dropout and without changing anything. The feeds are those of
 * the joint step without the learning rate, and `fixedIds` int32 [B, T]: the same text with other replacements.
 *
 * @returns of what the objective trains: `nll` [M] and `predicted` int32 [M] of the generator; `liveLogits` [N] of the
 *   discriminator on the replacements, with `liveReplaced` [N], 1 for what it is trained to tell and else 0, and `fixedLogits` [N] on `fixedIds`;
 *   `languageNll` [M] and `languagePredicted` int32 [M] of the language model at the replacements
 */
export function jointEvaluation(model: JointModel, objective: EvaluatedObjective): StepFunction {
  const { detects, languageModel, copies = false, knownNoise = false } = objectives[objective.name ?? objectiveDefaults.name];
  return (feeds, random) => {
    const replacements = feeds['replacements'] as Tensor1D | undefined;
    const cloze_NE = replacements === undefined && model.twoTowers ? clozeHead(model, feeds, null) : undefined;
    const head_ME = replacements === undefined ? headAtMasks(model, feeds, cloze_NE) : undefined;
    const generator = head_ME ? evaluateGenerator(model, feeds, head_ME) : {};
    if (!detects && !languageModel) return generator;
    const { corrupted_N, replaced_N } =
      replacements === undefined
        ? corrupt(model, feeds, head_ME as Tensor2D, objective, random)
        : replaceBy(feeds, replacements);
    const states_ND = discriminatorStates(model, feeds, corrupted_N, null);
    const logits_N = detects ? discriminatorLogits(model, states_ND) : undefined;
    // An energy says only together with the noise how likely a token is noise.
    const judged = (energies_N: Tensor1D, ids_N: Tensor1D): Tensor1D => {
      if (!knownNoise) return energies_N;
      const share = objective.maskProbability ?? objectiveDefaults.maskProbability;
      return noiseLogits(energies_N, logNoise(model, feeds, ids_N, cloze_NE), share);
    };
    const fixed = (): Tensor1D => {
      const fixed_N = reshape(feeds['fixedIds'], [-1]) as Tensor1D;
      return judged(discriminatorLogits(model, discriminatorStates(model, feeds, fixed_N, null)), fixed_N);
    };
    return {
      ...generator,
      ...(logits_N && { liveLogits: judged(logits_N, corrupted_N), liveReplaced: knownNoise ? noisePlaces(feeds) : replaced_N, fixedLogits: fixed() }),
      ...(languageModel && evaluateLanguageModel(model, feeds, states_ND, corrupted_N, copies ? logits_N : undefined)),
    };
  };
}

function headAtMasks(model: JointModel, feeds: Feeds, cloze_NE: Tensor2D | undefined): Tensor2D {
  return cloze_NE ? gather(cloze_NE, feeds['positions'] as Tensor1D) : generatorHead(model, feeds, null);
}

function evaluateGenerator(model: JointModel, feeds: Feeds, head_ME: Tensor2D) {
  const [table_VE, bias_V] = outputTable(model);
  return {
    nll: projectionCrossEntropy(head_ME, table_VE, bias_V, feeds['labels'] as Tensor1D),
    predicted: argMax(project(head_ME, table_VE, bias_V), 1),
  };
}

/** @param logits_N the discriminator's, where the language model copies by them; it has no means to copy where they are undefined */
function evaluateLanguageModel(
  model: JointModel,
  feeds: Feeds,
  states_ND: Tensor2D,
  corrupted_N: Tensor1D,
  logits_N: Tensor1D | undefined,
) {
  const [positions_M, labels_M] = [feeds['positions'] as Tensor1D, feeds['labels'] as Tensor1D];
  const head_ME = languageModelHead(model, gather(states_ND, positions_M));
  const [table_VE, bias_V] = languageModelTable(model);
  const nll_M = projectionCrossEntropy(head_ME, table_VE, bias_V, labels_M);
  const scores_MV = project(head_ME, table_VE, bias_V);
  if (logits_N === undefined) return { languageNll: nll_M, languagePredicted: argMax(scores_MV, 1) };
  const copy_M = neg<Tensor1D>(gather(logits_N, positions_M));
  const input_M = gather(corrupted_N, positions_M);
  const copies_M1 = reshape(sigmoid(copy_M), [-1, 1]);
  const copied_MV = mul(oneHot(input_M, table_VE.shape[0], 1, 0, 'float32'), copies_M1);
  const mixed_MV = add(copied_MV, mul(softmax(scores_MV), sub(1, copies_M1)));
  return {
    languageNll: copyingCrossEntropy(nll_M, copy_M, input_M, labels_M),
    languagePredicted: argMax(mixed_MV, 1),
  };
}
