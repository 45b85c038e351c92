import type { GraphPreparation } from '@electra-ts/compiler';
import type { EngineName } from './engine-name.js';
import type { PrecisionChoice } from './precision.js';

/** What a user may choose about what computes; what is left out, `createRuntime` decides. */
export interface EngineChoice {
  /** An engine's name, or 'auto' for the first of `engineNames` that works. Default 'auto'. */
  readonly engine?: EngineName | 'auto';
  /** Threads of onnxruntime and openvino; default all logical cores. The other engines decide for themselves. */
  readonly threads?: number;
  /**
   * What matrix products read. bfloat16 needs openvino, which `auto` then chooses; where the processor has no bfloat16,
   * float32 is computed and the description says so. 'auto' is bfloat16 where both are there and products are measured to be faster in it, else float32 on the engine that
   * would run anyway, and the description says why. Default float32.
   */
  readonly precision?: PrecisionChoice;
  /** Once it is aborted no step begins any more: what asks for one rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Is told each engine that starts, in the line that `RunningEngine.description` has. */
  readonly onStart?: (description: string) => void;
  /** Is told what the first run of a step is waiting for, on the engines that record and compile steps: onnxruntime and openvino. */
  readonly onPreparation?: (preparation: GraphPreparation) => void;
  /** Is told of each graph that openvino refuses and onnxruntime computes instead, in float32, and why. Default: `process.emitWarning`. */
  readonly onWarning?: (message: string) => void;
}
