import { fillUniform, keepMaskWindow } from '@electra-ts/ops/random';
import { elementCount } from '../host-tensor.js';
import type { RandomSite } from '../recorder/recorded-random.js';

/**
 * The noise of one step, in the order of a graph's random sites: a pure function of (seed, step, site). Masks are views of memory that
 * ops has; they hold until the noise of another step is asked for.
 */
export function noiseOf(sites: readonly RandomSite[], seed: number, step: number): Float32Array[] {
  return sites.map((each) => {
    const key = { seed, step, site: each.site };
    const size = elementCount(each.shape);
    if (each.kind === 'keepMask') return keepMaskWindow(size, key, each.dropRate);
    const numbers = new Float32Array(size);
    fillUniform(numbers, key);
    return numbers;
  });
}
