import { availableParallelism } from 'node:os';
import type { GraphPreparation } from './graph-preparation.js';
import type { GraphProfile, OnnxSettings } from './messages.js';
import { WorkerClient } from './worker-client.js';
import { checkCount, type GraphPolicy, WorkerRuntime } from './worker-runtime.js';

/** How ONNX Runtime computes. The defaults are the fastest of what was measured. */
export interface OnnxRuntimeOptions {
  /** Threads of one operation. Default: what the machine offers. */
  readonly threads?: number;
  /**
   * Microseconds for which a thread that has nothing to do stays awake in case that the next operation follows. 0 lets it
   * sleep at once; thousands slow a busy machine down. Default 50.
   */
  readonly spinning?: number;
  /** Plan all memory of a run ahead: about half as much again. Default false. */
  readonly memoryPattern?: boolean;
  /** ONNX Runtime's own graph optimizer. Default 'disabled': it needs seconds and gains nothing on recorded graphs. */
  readonly optimization?: OnnxSettings['optimization'];
  /** In order of preference. Default: 'cuda' where it loads, then 'cpu'. */
  readonly executionProviders?: readonly string[];
  /** Graphs that one step keeps for different input shapes; the one unused longest gives way. Default 16. */
  readonly graphLimit?: number;
  /** Compare every run with tfjs' cpu backend, operation by operation, and name the first that differs. Slow. */
  readonly check?: boolean;
  /** Is told what the first run for some input shapes is waiting for. */
  readonly onPreparation?: (preparation: GraphPreparation) => void;
  /** Measure every node; called with the measurements of a graph when its step is disposed or needs its place. */
  readonly onProfile?: (profile: GraphProfile) => void;
}

/** What holds where OnnxRuntimeOptions says nothing. */
export const onnxRuntimeDefaults = { spinning: 50, memoryPattern: false, optimization: 'disabled', graphLimit: 16 } as const;

/** How ONNX Runtime computes on the processor where nothing else is said. */
export function cpuSettings(threads: number): OnnxSettings {
  const { spinning, memoryPattern, optimization } = onnxRuntimeDefaults;
  return { engine: 'onnxruntime', threads, spinning, memoryPattern, optimization, executionProviders: ['cpu'], profile: false };
}

/** Runs steps as ONNX graphs on ONNX Runtime in a worker thread, where the values of variables live too. The event loop stays free. */
export class OnnxRuntime extends WorkerRuntime {
  readonly engine = 'onnxruntime';

  private constructor(
    worker: WorkerClient,
    private readonly onnxSettings: OnnxSettings,
    policy: GraphPolicy,
  ) {
    super(worker, onnxSettings, policy);
  }

  /** @throws Error when onnxruntime-node is not installed, and for options out of range */
  static async create(options: OnnxRuntimeOptions = {}): Promise<OnnxRuntime> {
    const { threads = availableParallelism(), graphLimit = onnxRuntimeDefaults.graphLimit } = options;
    checkCount('OnnxRuntime', 'threads', threads);
    checkCount('OnnxRuntime', 'graphLimit', graphLimit);
    const { spinning = onnxRuntimeDefaults.spinning } = options;
    checkCount('OnnxRuntime', 'spinning', spinning, 0);
    const worker = new WorkerClient('OnnxRuntime');
    let available: readonly string[];
    try {
      available = await worker.ask('start', undefined);
    } catch (error) {
      await worker.close();
      throw error;
    }
    const standard = cpuSettings(threads);
    const settings: OnnxSettings = {
      ...standard,
      spinning,
      memoryPattern: options.memoryPattern ?? standard.memoryPattern,
      optimization: options.optimization ?? standard.optimization,
      executionProviders: options.executionProviders ?? available,
      profile: options.onProfile !== undefined,
    };
    const { check = false, onProfile, onPreparation } = options;
    return new OnnxRuntime(worker, settings, { graphLimit, check, onProfile, onPreparation, fallback: undefined });
  }

  /** Execution providers in order of preference, such as ['cuda', 'cpu']. */
  get executionProviders(): readonly string[] {
    return this.onnxSettings.executionProviders;
  }
}
