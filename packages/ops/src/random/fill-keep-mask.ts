import { keepMaskWindow } from './keep-mask-window.js';
import type { RandomKey } from './random-key.js';

/**
 * Fills `out` with an inverted-dropout mask: 0 with probability `dropRate`, else 1 / (1 - dropRate), so that
 * multiplying by it keeps the mean. The mask is a copy of `keepMaskWindow`'s.
 *
 * @param dropRate Probability of a 0, in [0, 1); met to 2^-21. 0 gives all ones.
 * @throws RangeError for a rate out of range and for a key out of range.
 */
export function fillKeepMask(out: Float32Array, key: RandomKey, dropRate: number): void {
  out.set(keepMaskWindow(out.length, key, dropRate));
}
