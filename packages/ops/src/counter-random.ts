import { tensor, util, type Tensor } from '@tensorflow/tfjs-core';
import type { RandomSource } from './random-source.js';
import { fillKeepMask } from './random/fill-keep-mask.js';
import { fillUniform } from './random/fill-uniform.js';
import type { RandomKey } from './random/random-key.js';

/** Randomness of one step that runs eagerly: draws at each call, counting the sites from 0. */
export class CounterRandom implements RandomSource {
  private site = 0;

  /**
   * @param options.seed Of the run.
   * @param options.step Number of the step. The same seed and step give the same numbers again.
   */
  constructor(private readonly options: { readonly seed: number; readonly step: number }) {}

  keepMask(shape: readonly number[], dropRate: number): Tensor {
    const values = new Float32Array(util.sizeFromShape([...shape]));
    fillKeepMask(values, this.nextKey(), dropRate);
    return tensor(values, [...shape]);
  }

  uniform(shape: readonly number[]): Tensor {
    const values = new Float32Array(util.sizeFromShape([...shape]));
    fillUniform(values, this.nextKey());
    return tensor(values, [...shape]);
  }

  private nextKey(): RandomKey {
    return { ...this.options, site: this.site++ };
  }
}
