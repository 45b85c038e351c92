import { accessSync, constants, mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { GraphPreparation } from '../graph-preparation.js';
import { cpuSettings, onnxRuntimeDefaults } from '../onnx-runtime.js';
import { WorkerClient } from '../worker-client.js';
import { checkCount, type GraphPolicy, WorkerRuntime } from '../worker-runtime.js';
import type { OpenVinoSettings } from '../messages.js';
import { findOpenVino, openVinoRemedy } from './find-openvino.js';
import { processorFolder } from './processor-folder.js';

/** How OpenVINO computes. */
export interface OpenVinoRuntimeOptions {
  /** Folder of OpenVINO's shared libraries. Default: where `findOpenVino` finds them. */
  readonly library?: string;
  /** Threads of one operation. Default: what the machine offers. */
  readonly threads?: number;
  /**
   * What matrix products read: bfloat16 rounds operands to 8 bits, and is several times as fast on processors with AMX, twice on AMD's with AVX512_BF16, and slower on Intel's with that alone.
   * Parameters, moments, sums and everything between products stay float32. Default float32.
   */
  readonly precision?: OpenVinoSettings['precision'];
  /** Folder in which compiled graphs are kept, for each processor by itself, and found again: half of the time until the first step, for some 20 MB a graph. Default none. */
  readonly cache?: string;
  /** Graphs that one step keeps for different input shapes; the one unused longest gives way. Default 16. */
  readonly graphLimit?: number;
  /** Is told what the first run for some input shapes is waiting for. */
  readonly onPreparation?: (preparation: GraphPreparation) => void;
  /**
   * Is told of each graph that OpenVINO refuses: which step, the nodes where they are known, and the reason. ONNX Runtime computes it instead, in
   * float32. Default: `process.emitWarning`.
   */
  readonly onFallback?: (message: string) => void;
}

/** Runs steps as ONNX graphs compiled by OpenVINO for the CPU, in a worker thread, where the values of variables live too. */
export class OpenVinoRuntime extends WorkerRuntime {
  readonly engine = 'openvino';

  private constructor(
    worker: WorkerClient,
    settings: OpenVinoSettings,
    policy: GraphPolicy,
    /** The library's version. */
    readonly version: string,
  ) {
    super(worker, settings, policy);
  }

  /** @throws Error when OpenVINO or koffi is not installed or too old, when `cache` cannot be written, and for options out of range */
  static async create(options: OpenVinoRuntimeOptions = {}): Promise<OpenVinoRuntime> {
    const { threads = availableParallelism(), graphLimit = onnxRuntimeDefaults.graphLimit, precision = 'float32' } = options;
    checkCount('OpenVinoRuntime', 'threads', threads);
    checkCount('OpenVinoRuntime', 'graphLimit', graphLimit);
    const library = options.library ?? findOpenVino();
    if (library === undefined) throw new Error(`OpenVINO is not installed here. What helps: ${openVinoRemedy}.`);
    const cache = options.cache === undefined ? undefined : writableFolder(processorFolder(options.cache));
    const worker = new WorkerClient('OpenVinoRuntime');
    try {
      const version = await worker.ask('startOpenVino', { library });
      const warn = options.onFallback ?? ((message: string) => process.emitWarning(message));
      const fallback = { settings: cpuSettings(threads), warn };
      const policy = { graphLimit, check: false, onProfile: undefined, onPreparation: options.onPreparation, fallback };
      return new OpenVinoRuntime(worker, { engine: 'openvino', library, threads, precision, ...(cache === undefined ? {} : { cache }) }, policy, version);
    } catch (error) {
      await worker.close();
      throw error;
    }
  }
}

/** Makes the folder if need be: OpenVINO would refuse every graph later. */
function writableFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch (error) {
    throw new Error(`OpenVinoRuntime: compiled graphs cannot be kept in ${folder}: ${error instanceof Error ? error.message : error}. Choose another cache (engine.cache).`, { cause: error });
  }
}
