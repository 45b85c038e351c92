import type { Runtime } from './runtime.js';
import { OnnxRuntime, type OnnxRuntimeOptions } from './runner/onnx-runtime.js';

/** A runtime that somebody else disposes, or options for one of its own. */
export interface RuntimeChoice extends OnnxRuntimeOptions {
  /** Runs here, and shares the values of variables with all that does. Default: an OnnxRuntime of its own. */
  readonly runtime?: Runtime;
}

/** The runtime of a compiled function: given, or created at the first use and then disposed with the function. */
export class RuntimeHolder {
  private own: Promise<OnnxRuntime> | undefined;
  private disposed = false;

  constructor(private readonly choice: RuntimeChoice) {}

  async get(): Promise<Runtime> {
    if (this.disposed) throw new Error('this compiled function has been disposed.');
    return this.choice.runtime ?? (this.own ??= OnnxRuntime.create(this.choice));
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    await (await this.own)?.dispose();
  }
}
