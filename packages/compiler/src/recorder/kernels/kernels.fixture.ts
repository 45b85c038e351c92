import type { Kernel } from '../kernel.js';
import { Recorder } from '../recorder.js';
import type { Symbolic } from '../symbolic.js';
import { kernelTable } from './kernel-table.js';

/** A recorder with a few inputs, for tests of what kernels write down. */
export class KernelBench {
  readonly recorder = new Recorder();

  /** A float32 input. */
  input(name: string, shape: readonly number[]): Symbolic {
    return this.recorder.input(name, { shape, dtype: 'float32' });
  }

  /** An int32 input. */
  integers(name: string, shape: readonly number[]): Symbolic {
    return this.recorder.input(name, { shape, dtype: 'int32' });
  }

  /** Runs a kernel by its tfjs name. */
  run(name: string, inputs: Readonly<Record<string, Symbolic>>, attributes: unknown = {}): Symbolic {
    return [(kernelTable[name] as Kernel)(this.recorder, inputs, attributes)].flat()[0] as Symbolic;
  }

  /** Operations written so far. */
  get ops(): string[] {
    return this.recorder.graph.nodes.map(({ op }) => op);
  }
}
