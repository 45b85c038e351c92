import type { NoisePool } from './noise-pool.js';
import { domains, Philox } from './philox.js';
import type { RandomKey } from './random-key.js';

/** Steps that read one filling. So seldom, filling anew costs nothing. */
export const STEPS_OF_A_FILLING = 128;

/** Windows begin at whole cache lines of 64 bytes. */
const ALIGNMENT = 16;

/** Places where a window may begin. */
const PLACES = 2 ** 16;

/**
 * Noise that costs no copy: windows of one long array, each from a random offset of its own, drawn by counter from (seed, step, site).
 * Copying the noise of a step of ELECTRA-small took 2 % of the step and 315 MB, and it was read from memory instead of the cache.
 *
 * The array is a NoisePool's blocks, drawn anew every STEPS_OF_A_FILLING steps. At any one element, the windows of different steps and sites are
 * independent draws. Two windows of one filling overlap where they are longer than the difference of their offsets: they share
 * values then, never at the same element unless they begin at the same of the PLACES.
 */
export class NoiseReservoir {
  #values = new Float32Array(0);
  #filling = -1;

  constructor(private readonly pool: NoisePool) {}

  /** `size` elements for (seed, step, site). They are valid until a step of another filling is asked for, and must not be written. */
  window(size: number, { seed, step, site }: RandomKey): Float32Array {
    this.#fill(size + PLACES * ALIGNMENT, seed, Math.floor(step / STEPS_OF_A_FILLING));
    const [word] = new Philox(seed, step, site, domains.maskOffset).block(0);
    const offset = ALIGNMENT * (word % PLACES);
    return this.#values.subarray(offset, offset + size);
  }

  /** Has `length` elements of a filling at least. A longer array begins as a shorter one does, so windows do not depend on those before. */
  #fill(length: number, seed: number, filling: number): void {
    if (filling === this.#filling && length <= this.#values.length) return;
    // A new array where it grows: windows of the old one may still be read.
    if (length > this.#values.length) this.#values = new Float32Array(length);
    this.#filling = filling;
    this.pool.fill(this.#values, new Philox(seed, filling, 0, domains.maskFilling));
  }
}
