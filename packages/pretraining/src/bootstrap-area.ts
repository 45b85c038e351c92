import { fillUniform, type RandomKey } from '@electra-ts/ops';
import { areaUnderCurve, rankScores } from './area-under-curve.js';

/** Scored items that come in groups: tokens of sentences. */
export interface GroupedScores {
  readonly scores: Float32Array;
  /** 1 for a positive item, otherwise 0. */
  readonly positive: ArrayLike<number>;
  /** The group of each item, counted from 0. */
  readonly groups: Int32Array;
  readonly groupCount: number;
}

/** An area under the ROC curve with the ends of its 95 % interval. */
export interface AreaInterval {
  readonly area: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The area under the ROC curve with a percentile bootstrap interval (Efron 1979). Whole groups are drawn with
 * replacement, not items: tokens of one sentence are judged together, so that taking them for independent would make
 * the interval too narrow.
 *
 * @param options.resamples number of draws, 200 when absent
 * @param options.key names the random numbers: the same key gives the same interval. Its site is replaced by the draw's
 * @returns NaN in all three where there are no positives or no negatives
 */
export function bootstrapArea(
  items: GroupedScores,
  options: { resamples?: number; key: Omit<RandomKey, 'site'> },
): AreaInterval {
  const ranked = rankScores(items.scores);
  const area = areaUnderCurve(ranked, items.positive);
  const draws: number[] = [];
  const uniform = new Float32Array(items.groupCount);
  const timesDrawn = new Int32Array(items.groupCount);
  for (let draw = 0; draw < (options.resamples ?? 200); draw++) {
    fillUniform(uniform, { ...options.key, site: draw });
    timesDrawn.fill(0);
    for (const u of uniform) timesDrawn[Math.floor(u * items.groupCount)]++;
    const resampled = areaUnderCurve(ranked, items.positive, (item) => timesDrawn[items.groups[item]]);
    // A draw may miss every positive of a small sample; such a draw says nothing about the area.
    if (!Number.isNaN(resampled)) draws.push(resampled);
  }
  draws.sort((a, b) => a - b);
  const quantile = (q: number) => (draws.length === 0 ? NaN : draws[Math.round(q * (draws.length - 1))]);
  return { area, low: quantile(0.025), high: quantile(0.975) };
}
