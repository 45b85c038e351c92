import { gumbelWindow } from './gumbel-window.js';
import type { RandomKey } from './random-key.js';

/**
 * Fills `out` with standard Gumbel noise, -log(-log(u)): the index of the largest of logits + noise is a sample of
 * softmax(logits) (Gumbel 1954; the reference implementation's `sample_from_softmax`). The values are the quantiles of
 * (i + 1/2) / 2^20, so none exceeds 14.6. The noise is a copy of `gumbelWindow`'s.
 *
 * @throws RangeError for a key out of range.
 */
export function fillGumbel(out: Float32Array, key: RandomKey): void {
  out.set(gumbelWindow(out.length, key));
}
