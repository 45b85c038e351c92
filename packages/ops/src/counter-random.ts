import { tensor, tensor2d, util, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import type { RandomSource } from './random-source.js';
import { fillGumbel } from './random/fill-gumbel.js';
import { fillKeepMask } from './random/fill-keep-mask.js';
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

  gumbel(shape: readonly [number, number]): Tensor2D {
    const [rows, columns] = shape;
    const values = new Float32Array(rows * columns);
    fillGumbel(values, this.nextKey());
    return tensor2d(values, [rows, columns]);
  }

  private nextKey(): RandomKey {
    return { ...this.options, site: this.site++ };
  }
}
