import { fillGumbel, fillKeepMask } from '@electra-ts/ops/random';
import { elementCount } from '../host-tensor.js';
import type { RandomSite } from '../recorder/recorded-random.js';

/** One buffer a random site, filled anew at each run. */
export class NoiseBuffers {
  /** In the order of the sites; `fill` writes into them. */
  readonly buffers: readonly Float32Array[];

  constructor(private readonly sites: readonly RandomSite[]) {
    this.buffers = sites.map(({ shape }) => new Float32Array(elementCount(shape)));
  }

  /** The noise of one step, in the order of the sites: a pure function of (seed, step, site). */
  fill(seed: number, step: number): readonly Float32Array[] {
    this.sites.forEach((site, index) => {
      const buffer = this.buffers[index] as Float32Array;
      const key = { seed, step, site: site.site };
      if (site.kind === 'keepMask') fillKeepMask(buffer, key, site.dropRate);
      else fillGumbel(buffer, key, site.shape[1] as number);
    });
    return this.buffers;
  }
}
