import { normalQuantile } from './normal-quantile.js';
import { domains, Philox } from './philox.js';
import { checkKey, type RandomKey } from './random-key.js';

// Share of a normal distribution below -2 standard deviations, and within 2 of them.
const BELOW = 0.0227501319481792;
const WITHIN = 1 - 2 * BELOW;

/**
 * Fills `out` with normal numbers of mean 0, conditioned to lie within two `stddev`: the distribution of TensorFlow's
 * `truncated_normal_initializer`, which BERT and ELECTRA initialize their weights with. As there, `stddev` is that of
 * the normal before truncation; after it, the standard deviation is 0.8796 times as large.
 *
 * @param stddev Standard deviation before truncation, 0 or more.
 * @throws RangeError for a negative or infinite `stddev` and for a key out of range.
 */
export function fillTruncatedNormal(out: Float32Array, key: RandomKey, stddev: number): void {
  checkKey('fillTruncatedNormal', key);
  if (!Number.isFinite(stddev) || stddev < 0) {
    throw new RangeError(`fillTruncatedNormal: expected stddev to be 0 or more, received ${stddev}`);
  }
  const random = new Philox(key.seed, key.step, key.site, domains.truncatedNormal);
  for (let i = 0; i < out.length; i += 4) {
    const words = random.block(i / 4);
    const end = Math.min(4, out.length - i);
    for (let j = 0; j < end; j++) {
      // The middle of one of 2^32 cells, so that the distribution is symmetric.
      const value = normalQuantile(BELOW + ((words[j] + 0.5) / 2 ** 32) * WITHIN);
      // The quantile's error at the ends is 2e-7.
      out[i + j] = Math.max(-2, Math.min(2, value)) * stddev;
    }
  }
}
