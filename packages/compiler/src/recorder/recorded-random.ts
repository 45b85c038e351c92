import type { Tensor } from '@tensorflow/tfjs-core';
import type { RandomSource } from '@electra-ts/ops';
import { RecordError } from './record-error.js';
import type { Recorder } from './recorder.js';
import type { TraceBackend } from './trace-backend.js';

interface Site {
  /** The input of the graph. */
  readonly input: string;
  /** Number of the call in the step, from 0. */
  readonly site: number;
  readonly shape: readonly number[];
}

/** Noise that a run has to provide: a dropout mask, or uniform numbers. */
export type RandomSite =
  | (Site & { readonly kind: 'keepMask'; readonly dropRate: number })
  | (Site & { readonly kind: 'uniform' });

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

  uniform(shape: readonly number[]): Tensor {
    const site = this.sites.length;
    const input = `random.${site}.uniform`;
    this.sites.push({ input, site, kind: 'uniform', shape: [...shape] });
    return this.backend.tensorOf(this.recorder.input(input, { shape: [...shape], dtype: 'float32' }));
  }
}
