import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { RandomSource } from '@electra-ts/ops';
import { RecordError } from './record-error.js';
import type { Recorder } from './recorder.js';
import type { TraceBackend } from './trace-backend.js';

/** Noise that a run has to provide, in the order in which the step asks for it. */
export type RandomSite =
  | { readonly input: string; readonly site: number; readonly kind: 'keepMask'; readonly shape: readonly number[]; readonly dropRate: number }
  | { readonly input: string; readonly site: number; readonly kind: 'gumbel'; readonly shape: readonly number[] };

/** The random source of a step that is being recorded: every call becomes an input of the graph. */
export class RecordedRandom implements RandomSource {
  readonly sites: RandomSite[] = [];

  constructor(
    private readonly backend: TraceBackend,
    private readonly recorder: Recorder,
  ) {}

  keepMask(shape: readonly number[], dropRate: number): Tensor {
    if (!(dropRate >= 0 && dropRate < 1)) {
      throw new RecordError(`random.keepMask: expected a dropRate in [0, 1), received ${dropRate}.`);
    }
    const site = this.sites.length;
    const input = `random.${site}.keepMask`;
    this.sites.push({ input, site, kind: 'keepMask', shape: [...shape], dropRate });
    return this.backend.tensorOf(this.recorder.input(input, { shape: [...shape], dtype: 'float32' }));
  }

  gumbel(shape: readonly [number, number]): Tensor2D {
    const site = this.sites.length;
    const input = `random.${site}.gumbel`;
    this.sites.push({ input, site, kind: 'gumbel', shape: [...shape] });
    return this.backend.tensorOf(this.recorder.input(input, { shape: [...shape], dtype: 'float32' })) as Tensor2D;
  }
}
