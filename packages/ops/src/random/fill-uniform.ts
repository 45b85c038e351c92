import { domains, Philox } from './philox.js';
import { checkKey, type RandomKey } from './random-key.js';

/**
 * Fills `out` with independent uniform numbers of [0, 1), each a multiple of 2^-24 (a float32's whole precision).
 *
 * @throws RangeError for a key out of range.
 */
export function fillUniform(out: Float32Array, key: RandomKey): void {
  checkKey('fillUniform', key);
  const random = new Philox(key.seed, key.step, key.site, domains.uniform);
  for (let i = 0; i < out.length; i += 4) {
    const words = random.block(i / 4);
    const end = Math.min(4, out.length - i);
    for (let j = 0; j < end; j++) {
      out[i + j] = (words[j] >>> 8) / 2 ** 24;
    }
  }
}
