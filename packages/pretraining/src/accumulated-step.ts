import type { StepFunction } from '@electra-ts/compiler';
import { addGradients, type GradientSums, type Moments, takeGradients, variableGradients } from '@electra-ts/optim';
import type { RandomSource } from '@electra-ts/ops';
import { mul, type Scalar } from '@tensorflow/tfjs-core';
import { applyGradients, type UpdateOptions } from './apply-gradients.js';
import type { JointModel } from './joint-model.js';
import type { Feeds } from './model-inputs.js';
import { type LossFunction, type Objective, objectiveDefaults, type ObjectiveLosses, type ObjectiveName } from './objectives/objective.js';
import { objectives } from './objectives/objectives.js';
import { weighLosses } from './objectives/weigh-losses.js';
import { updatedVariables } from './trained-variables.js';

/** What a loss is the mean of: the predicted tokens, all real ones, those that may be replaced, or the examples. */
type Mean = 'maskedShare' | 'realShare' | 'candidateShare' | 'exampleShare';

const corrective = { generatorLoss: 'maskedShare', discriminatorLoss: 'realShare', languageModelLoss: 'maskedShare' } as const;

/** Of each objective's losses. */
const means: Readonly<Record<ObjectiveName, Readonly<Record<string, Mean>>>> = {
  electra: { generatorLoss: 'maskedShare', discriminatorLoss: 'realShare' },
  'electra-15': { generatorLoss: 'maskedShare', discriminatorLoss: 'maskedShare' },
  mlm: { generatorLoss: 'maskedShare' },
  'replace-mlm': { generatorLoss: 'maskedShare', languageModelLoss: 'maskedShare' },
  'all-tokens-mlm': { generatorLoss: 'maskedShare', languageModelLoss: 'realShare' },
  'electra-mlm': corrective,
  'corrective-lm': corrective,
  // A part's examples are compared with each other only.
  'coco-lm': { ...corrective, contrastiveLoss: 'exampleShare' },
  'fast-electra': { discriminatorLoss: 'realShare' },
  // Trained by two towers where it is trained at all, see below.
  electric: { generatorLoss: 'candidateShare', discriminatorLoss: 'realShare' },
};

/** Two steps that together do what `jointStep` does: `part` for each part of a batch, then `update`. */
export interface AccumulatedSteps {
  /**
   * Adds a part's gradients to `sums`. Fed as the joint step, and with `maskedShare`, `realShare`, `exampleShare` and, for
   * a generator of two towers, `candidateShare`, []: the part's shares of the batch's predicted tokens, of its real
   * tokens, of its examples and of its replaceable tokens. The losses that it returns add up to those of the batch.
   */
  readonly part: StepFunction;
  /** Updates the parameters from `sums`, which are zeros afterwards. Fed with `updateFeeds` and `loss`, the batch's. */
  readonly update: StepFunction;
}

/**
 * The joint step with a batch that is computed in parts, for a fraction of the memory: the same gradients, because
 * every loss is a mean, of which each part has a known share. One is another loss in parts: the comparison of sequences
 * of `coco-lm` is a softmax over all sequences that are computed at once, which no parts add up to. Each part takes its
 * negatives from itself, and the batch's loss is the mean of the parts' comparisons, each among fewer sequences. Of losses of
 * one's own nobody knows what they are the mean of: each part counts by its share of the examples.
 *
 * @param sums zeros in the shapes of the trained variables, under their names
 * @param options.losses what is learned, in place of the objective's own losses
 */
export function accumulatedSteps(
  model: JointModel,
  moments: Moments,
  sums: GradientSums,
  options: UpdateOptions & { readonly objective: Objective; readonly losses?: LossFunction | undefined },
): AccumulatedSteps {
  const { objective, losses } = options;
  const name = objective.name ?? objectiveDefaults.name;
  const meanOf = model.twoTowers ? { ...means[name], generatorLoss: 'candidateShare' as const } : means[name];
  const trained = updatedVariables(model, moments);
  const shared = (all: ObjectiveLosses['results'], feeds: Feeds, shareOf: (key: string) => Mean) =>
    Object.fromEntries(Object.entries(all).map(([key, loss]) => [key, mul<Scalar>(loss, feeds[shareOf(key)] as Scalar)] as const));
  const partLosses = (feeds: Feeds, random: RandomSource): ObjectiveLosses => {
    if (losses === undefined) {
      const { results } = objectives[name].losses(model, feeds, objective, random);
      return weighLosses(feeds, objective, shared(results, feeds, (key) => meanOf[key]));
    }
    const { loss, results } = losses(model, feeds, objective, random);
    const { loss: own, ...others } = shared({ ...results, loss }, feeds, () => 'exampleShare');
    return { loss: own, results: others };
  };
  return {
    part: (feeds, random) => {
      const { value, gradients, results } = variableGradients(() => partLosses(feeds, random), trained);
      addGradients(sums, gradients);
      return { loss: value, ...results };
    },
    update: (feeds) => {
      const loss = feeds['loss'] as Scalar;
      return { gradientNorm: takeGradients(sums, (gradients) => applyGradients({ trained, moments, gradients, loss }, feeds, options)) };
    },
  };
}
