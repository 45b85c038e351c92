/** How far a graph is that a step needs before it can run: what a caller of `PreparedStep.run` is waiting for. */
export interface GraphPreparation {
  /** Name of the step, see `StepOptions`. */
  readonly graph: string;
  /** `recording` blocks this thread; `compiling` is the engine's; `ready` precedes the first run's result. Where either fails, that run rejects and nothing is `ready`. */
  readonly stage: 'recording' | 'compiling' | 'ready';
  /** What compiles it. Of one that is `ready`: what has, which is another engine where the first refused it. */
  readonly engine: 'onnxruntime' | 'openvino';
  /** Of one that is `ready`: seconds since recording began. */
  readonly seconds?: number;
  /** Of one that is `ready`, where the engine keeps compiled graphs: whether it was found there. */
  readonly fromCache?: boolean;
}
