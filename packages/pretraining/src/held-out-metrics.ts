import { bootstrapArea } from './bootstrap-area.js';
import { countDetections, detectionShares } from './detection-counts.js';
import type { HeldOutBatch } from './held-out-batches.js';
import type { detectionMetricNames, predictionMetricNames } from './held-out-metric-names.js';

// N tokens of a batch, M masked positions

/** What `jointEvaluation` returned for one batch, as plain numbers; absent is what the objective does not train. */
export interface Observed {
  /** [M] the generator's negative log-likelihood of the right token, and its most likely token. */
  readonly nll?: ArrayLike<number>;
  readonly predicted?: ArrayLike<number>;
  /** [M] the same of the language model that reads replacements. */
  readonly languageNll?: ArrayLike<number>;
  readonly languagePredicted?: ArrayLike<number>;
  /** [N] the discriminator's logits, and truth, on the replacements of training. */
  readonly liveLogits?: ArrayLike<number>;
  readonly liveReplaced?: ArrayLike<number>;
  /** [N] its logits on the fixed corruption. */
  readonly fixedLogits?: ArrayLike<number>;
}

/**
 * The numbers of one evaluation, by name (`heldOutMetricNames` lists those of an objective):
 * - `generator/loss` in nats and `generator/accuracy` over the masked positions, and `generator/unigramBaseline`, the
 *   accuracy of predicting the most frequent token of the training text everywhere;
 * - `languageModel/…`, the same three for the discriminator's language model, where the objective has one, which reads
 *   replacements at those positions;
 * - for the discriminator, `live/…` on replacements as in training (by the generator as it is now) and `fixed/…` on unigram samples that stay
 *   the same: `loss`, the binary cross-entropy in nats a token, `accuracy`, `alwaysOriginal` (the accuracy of calling no token replaced), `precision`, `recall`, and `auc`
 *   with the ends of its 95 % interval over examples, `aucLow` and `aucHigh`. Tokens that are never replaced ([CLS],
 *   [SEP], padding) are left out: they would flatter every one of these, and short examples most.
 *
 * What the objective does not train is left out, and so is an area that does not exist, because no token is replaced.
 *
 * @param options.key names the bootstrap's random numbers
 */
export function heldOutMetrics(
  batches: readonly HeldOutBatch[],
  observed: readonly Observed[],
  options: { readonly mostFrequent: number; readonly key: { readonly seed: number; readonly step: number } },
): Record<string, number> {
  const { mostFrequent, key } = options;
  const live = observed.flatMap(({ liveLogits: logits, liveReplaced: replaced }) =>
    logits && replaced ? [{ logits, replaced }] : [],
  );
  const fixed = observed.flatMap(({ fixedLogits: logits }, i) =>
    logits ? [{ logits, replaced: batches[i].fixedReplaced }] : [],
  );
  const generator = observed.flatMap(({ nll, predicted }) => (nll && predicted ? [{ nll, predicted }] : []));
  const language = observed.flatMap(({ languageNll: nll, languagePredicted: predicted }) =>
    nll && predicted ? [{ nll, predicted }] : [],
  );
  return {
    ...(generator.length > 0 && predictionMetrics('generator', batches, generator, mostFrequent)),
    ...(language.length > 0 && predictionMetrics('languageModel', batches, language, mostFrequent)),
    ...(live.length > 0 && discriminatorMetrics('live', batches, live, key)),
    ...(fixed.length > 0 && discriminatorMetrics('fixed', batches, fixed, key)),
  };
}

/** Predictions of a language model on one batch, one entry a masked position. */
interface Predicted {
  readonly nll: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
}

function predictionMetrics(
  network: string,
  batches: readonly HeldOutBatch[],
  observed: readonly Predicted[],
  mostFrequent: number,
): Record<string, number> {
  let [slots, nll, right, frequent] = [0, 0, 0, 0];
  batches.forEach(({ labels, weights }, batch) => {
    for (let slot = 0; slot < labels.length; slot++) {
      if (weights[slot] === 0) continue;
      slots++;
      nll += observed[batch].nll[slot];
      if (observed[batch].predicted[slot] === labels[slot]) right++;
      if (labels[slot] === mostFrequent) frequent++;
    }
  });
  const mean = (sum: number) => sum / Math.max(1, slots);
  const metrics: Record<(typeof predictionMetricNames)[number], number> = {
    loss: mean(nll),
    accuracy: mean(right),
    unigramBaseline: mean(frequent),
  };
  return named(network, Object.entries(metrics));
}

/** Judgments of the discriminator on one batch, one entry a token, padding included. */
interface Judged {
  readonly logits: ArrayLike<number>;
  readonly replaced: ArrayLike<number>;
}

function discriminatorMetrics(
  corruption: string,
  batches: readonly HeldOutBatch[],
  judged: readonly Judged[],
  key: { readonly seed: number; readonly step: number },
): Record<string, number> {
  const { scores, positive, groups, groupCount } = replaceableTokens(batches, judged);
  const { accuracy, alwaysOriginal, precision, recall } = detectionShares(countDetections(scores, positive));
  const { area, low, high } = bootstrapArea({ scores, positive, groups, groupCount }, { key });
  const loss = meanCrossEntropy(scores, positive);
  const areas = { auc: area, aucLow: low, aucHigh: high };
  const metrics: Record<(typeof detectionMetricNames)[number], number> = { loss, accuracy, alwaysOriginal, precision, recall, ...areas };
  // A loss that is none says that the weights are spoiled; the rest has no value where there is nothing to tell apart.
  return named(corruption, Object.entries(metrics).filter(([name, value]) => name === 'loss' || !Number.isNaN(value)));
}

const named = (group: string, metrics: readonly (readonly [string, number])[]): Record<string, number> =>
  Object.fromEntries(metrics.map(([name, value]) => [`${group}/${name}`, value]));

/** Mean of -log p(truth) over tokens, in nats; written so that large logits stay finite. NaN without tokens. */
function meanCrossEntropy(logits: Float32Array, replaced: readonly number[]): number {
  const sum = logits.reduce((total, x, i) => total + Math.max(x, 0) - x * replaced[i] + Math.log1p(Math.exp(-Math.abs(x))), 0);
  return sum / logits.length;
}

/** Every token that may be replaced, with the number of its example. */
function replaceableTokens(batches: readonly HeldOutBatch[], judged: readonly Judged[]) {
  const scores: number[] = [];
  const positive: number[] = [];
  const groups: number[] = [];
  let examplesBefore = 0;
  batches.forEach(({ replaceable, sequenceLength, rows }, batch) => {
    for (let token = 0; token < replaceable.length; token++) {
      if (replaceable[token] === 0) continue;
      scores.push(judged[batch].logits[token]);
      positive.push(judged[batch].replaced[token]);
      groups.push(examplesBefore + Math.floor(token / sequenceLength));
    }
    examplesBefore += rows;
  });
  return {
    scores: Float32Array.from(scores),
    positive,
    groups: Int32Array.from(groups),
    groupCount: examplesBefore,
  };
}
